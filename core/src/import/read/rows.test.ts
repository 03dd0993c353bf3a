import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { HaidangError, type Json } from '@haidang/sdk';
import { afterAll, describe, expect, it } from 'vitest';
import { batchSize } from './batch.ts';
import { readRows } from './rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-rows-'));
afterAll(() => rmSync(folder, { recursive: true }));

let number = 0;
function file(content: string | Buffer, name = `${++number}.csv`): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Read {
  columns: readonly string[];
  rows: (readonly (Json | undefined)[])[];
  lines: number[];
  elements: (number | undefined)[];
  refused: number[];
}

async function read(path: string): Promise<Read> {
  const all: Read = { columns: [], rows: [], lines: [], elements: [], refused: [] };
  for await (const { columns, rows, places, refused } of await readRows(path)) {
    all.columns = columns;
    all.rows.push(...rows);
    all.lines.push(...places.map(({ line }) => line));
    all.elements.push(...places.map(({ element }) => element));
    all.refused.push(...refused.map(({ line }) => line));
  }
  return all;
}

async function fault(path: string): Promise<{ line?: unknown; element?: unknown; reason: { vi: string; en: string } }> {
  const error = await read(path).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof HaidangError)) throw new Error(`not refused as bad-file: ${error}`);
  expect(error.code).toBe('bad-file');
  expect(error.details.file).toBe(path);
  return error.details as never;
}

describe('reading CSV', () => {
  it('takes the delimiter that the header has most of', async () => {
    for (const mark of [',', ';', '\t', '|']) {
      const { columns, rows } = await read(file(`mã${mark}"tên, địa chỉ"${mark}giờ\n1${mark}"a;b,c"${mark}2\n`));
      expect(columns).toEqual(['mã', 'tên, địa chỉ', 'giờ']);
      expect(rows).toEqual([['1', 'a;b,c', '2']]);
    }
  });

  it('drops the byte order mark and reads CRLF, doubled quotes and a last line without end', async () => {
    const { columns, rows } = await read(file('\ufeffa,b\r\n"x ""y""",1\r\nz,2'));
    expect(columns).toEqual(['a', 'b']);
    expect(rows).toEqual([
      ['x "y"', '1'],
      ['z', '2'],
    ]);
  });

  it('knows the line on which each row starts, with line breaks in cells and blank lines', async () => {
    const { lines } = await read(file('a,b\r\n"x\r\ny",1\r\n\r\nz,2\r\n"1\n\n2",3\r\nend,4\r\n'));
    expect(lines).toEqual([2, 5, 6, 9]);
  });

  it('reads decomposed names of columns as composed ones', async () => {
    expect((await read(file('Tên'.normalize('NFD')))).columns).toEqual(['Tên']);
  });

  it('gives rows of another width as refused, with their line', async () => {
    const { rows, refused } = await read(file('a,b\n1,2\n1\n1,2,3\n3,4\n'));
    expect(rows).toHaveLength(2);
    expect(refused).toEqual([3, 4]);
  });

  it('cuts batches and loses no row between them', async () => {
    const many = Array.from({ length: 2 * batchSize + 7 }, (_, index) => `${index},ờ`);
    const sizes: number[] = [];
    const seen: unknown[] = [];
    for await (const { rows } of await readRows(file(`n,t\n${many.join('\n')}`))) {
      sizes.push(rows.length);
      seen.push(...rows.map(([n]) => n));
    }
    expect(sizes).toEqual([batchSize, batchSize, 7]);
    expect(seen).toEqual(many.map((_, index) => String(index)));
  });

  it('cuts batches of big cells by size', async () => {
    const big = 'x'.repeat(1_000_000);
    const sizes: number[] = [];
    for await (const { rows } of await readRows(file(`n,t\n${Array.from({ length: 12 }, (_, index) => `${index},${big}`).join('\n')}`)))
      sizes.push(rows.length);
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(12);
  });

  it('refuses two columns of one name', async () => {
    expect((await fault(file('a,b,a\n1,2,3\n'))).reason.en).toContain('"a"');
  });

  it('refuses a cell over 10 MB and names line and column', async () => {
    const { line, reason } = await fault(file(`id,note\n1,ok\n2,"${'x'.repeat(10_000_001)}"\n3,ok\n`));
    expect(line).toBe(3);
    expect(reason.vi).toContain('"note"');
    expect(reason.vi).toContain('10 MB');
  });

  it('takes a cell of 9 MB', async () => {
    expect((await read(file(`id,note\n1,${'x'.repeat(9_000_000)}\n`))).rows[0]?.[1]).toHaveLength(9_000_000);
  });

  it('refuses quotes that are never closed or out of place, with the line on which the row starts', async () => {
    expect((await fault(file('a,b\n1,2\n"x\ny",2\n3,"xy,2\n4,5\n'))).line).toBe(5);
    expect((await fault(file('a,b\n1,2\n"x"y,2\n'))).line).toBe(3);
    expect((await fault(file('a,b\n1,2\n3,x"y\n'))).reason.en).toContain('"b"');
  });
});

describe('reading JSON', () => {
  it('reads one object a line, columns as they come', async () => {
    const { columns, rows, lines } = await read(file('{"a":1,"b":"ờ"}\n\n{"b":null,"c":[1,2]}\n', 'x.ndjson'));
    expect(columns).toEqual(['a', 'b', 'c']);
    expect(rows[0]).toEqual([1, 'ờ']);
    expect(rows[1]?.[1]).toBeNull();
    expect(rows[1]?.[2]).toEqual([1, 2]);
    expect(lines).toEqual([1, 3]);
  });

  it('reads an array, whatever its layout, with the line of each element', async () => {
    const { rows, lines } = await read(file('[\n{"a":"},]\\"",\n"b":{"c":[1,{"d":2}]}} ,\n\n {"a":2}\n]\n', 'x.json'));
    expect(rows).toEqual([['},]"', { c: [1, { d: 2 }] }], [2]]);
    expect(lines).toEqual([2, 5]);
  });

  it('reads elements that are cut by the end of a chunk', async () => {
    const objects = Array.from({ length: 20_000 }, (_, n) => ({ n, text: 'Mũi Né '.repeat(5) }));
    const { rows } = await read(file(JSON.stringify(objects)));
    expect(rows).toHaveLength(20_000);
    expect(rows.every(([n, text], index) => n === index && text === objects[0]?.text)).toBe(true);
  });

  it('counts the elements of an array, which may stand on one line', async () => {
    const { elements, lines } = await read(file('[{"a":1},{"a":2},\n{"a":3}]'));
    expect(elements).toEqual([1, 2, 3]);
    expect(lines).toEqual([1, 1, 2]);
    expect((await read(file('{"a":1}\n{"a":2}\n'))).elements).toEqual([undefined, undefined]);
    const broken = await fault(file('[{"a":1},{"a":2},{"a":}]'));
    expect(broken).toMatchObject({ line: 1, element: 3 });
    expect(broken.reason.vi).toContain('dòng 1, phần tử 3: JSON sai');
    expect((await fault(file('[{"a":1},{"a":2'))).reason.en).toContain('line 1, element 2: the file ends');
  });

  it('reads NaN and Infinity as numbers that are none, outside of texts', async () => {
    const { rows } = await read(file('[{"a":NaN,"b":[-Infinity],"c":"NaN, \\"Infinity\\"","NaN":1},{"a":1}]'));
    expect(rows).toEqual([[Number.NaN, [Number.NEGATIVE_INFINITY], 'NaN, "Infinity"', 1], [1]]);
    expect((await fault(file('[{"a":NaNa}]'))).reason.en).toContain('broken JSON');
  });

  it('refuses rows that are nested too deeply, and goes on', async () => {
    const deep = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const { rows, refused } = await read(file(`${deep(64)}\n${deep(65)}\n${deep(200_000)}\n{"a":1}\n`));
    expect(refused).toEqual([2, 3]);
    expect(rows).toHaveLength(2);
  });

  it('refuses a file that uses data as names of columns', async () => {
    const many = Array.from({ length: 3_000 }, (_, n) => `{"a${n}":1,"b${n}":2}`);
    expect((await fault(file(many.join('\n')))).line).toBe(2501);
  });

  it('says what is needed when an object is spread over lines', async () => {
    expect((await fault(file('{\n"a":1\n}\n'))).reason.en).toContain('array [ … ], or one whole object a line');
  });

  it('gives the first rows of an array before it has read the rest', async () => {
    const object = JSON.stringify({ text: 'Mũi Né '.repeat(100) });
    const rows = await readRows(file(`[${Array.from({ length: 20_000 }, () => object).join(',')}]`));
    for await (const { rows: first } of rows) {
      expect(first.length).toBeGreaterThan(0);
      expect(rows.progress.done).toBeLessThan(rows.progress.total / 2);
      break;
    }
  });

  it('gives what is no object as refused', async () => {
    expect((await read(file('[{"a":1}, 7, "x", null]'))).refused).toEqual([1, 1, 1]);
  });

  it('refuses a broken line and names it', async () => {
    expect((await fault(file('{"a":1}\n{"a":\n{"a":2}\n', 'y.ndjson'))).line).toBe(2);
  });

  it('refuses broken arrays', async () => {
    expect((await fault(file('[{"a":1},\n{"a":2}'))).reason.en).toContain('ends before');
    expect((await fault(file('[{"a":1},\n{"a":}]'))).line).toBe(2);
    expect((await fault(file('[{"a":1}}]'))).line).toBe(1);
    expect((await fault(file('[{"a":1} {"a":2}]'))).line).toBe(1);
    expect((await fault(file('[{"a":1}] x'))).reason.en).toContain('"x"');
  });

  it('refuses a cell over 10 MB and names line and column', async () => {
    const { line, reason } = await fault(file(`{"a":1}\n{"note":"${'x'.repeat(10_000_001)}"}\n`));
    expect(line).toBe(2);
    expect(reason.en).toContain('"note"');
  });
});

describe('reading bytes', () => {
  it('unpacks gzip by content, not by name', async () => {
    const packed = gzipSync('a,b\n1,2\n');
    expect((await read(file(packed, 'packed.csv'))).rows).toEqual([['1', '2']]);
    expect((await read(file('a,b\n1,2\n', 'plain.csv.gz'))).rows).toEqual([['1', '2']]);
    expect((await read(file(gzipSync('[{"a":1}]'), 'packed.json'))).rows).toEqual([[1]]);
  });

  it('moves its progress to the end of the packed file', async () => {
    const rows = await readRows(file(gzipSync(`a\n${'1\n'.repeat(100_000)}`)));
    expect(rows.progress.done).toBe(0);
    for await (const { refused } of rows) expect(refused).toEqual([]);
    expect(rows.progress.done).toBe(rows.progress.total);
  });

  it('refuses a broken gzip after the rows before the break', async () => {
    const noise = Array.from({ length: 50_000 }, (_, index) => `${index},${Math.sin(index)}`);
    const packed = gzipSync(`a,b\n${noise.join('\n')}`);
    const path = file(packed.subarray(0, packed.length - 1000));
    let count = 0;
    await expect(async () => {
      for await (const { rows } of await readRows(path)) count += rows.length;
    }).rejects.toMatchObject({ code: 'bad-file' });
    expect(count).toBeGreaterThan(0);
    expect((await fault(path)).reason.vi).toContain('gzip');
  });

  it('refuses empty files', async () => {
    for (const content of ['', gzipSync(''), '\n \n', '\ufeff']) expect((await fault(file(content))).reason.vi).toContain('rỗng');
  });

  it('refuses what is not there or no file', async () => {
    expect((await fault(join(folder, 'absent.csv'))).reason.vi).toContain('không tìm thấy');
    expect((await fault(folder)).reason.vi).toContain('không phải là tệp');
  });

  it('refuses Excel and binary files by name', async () => {
    expect((await fault(file(Buffer.from('504b030414000600', 'hex')))).reason.en).toContain('Excel');
    expect((await fault(file(Buffer.from([65, 0, 66, 67, 68, 69, 70, 71])))).reason.en).toContain('not a text file');
  });

  it('refuses HTML and XML', async () => {
    for (const content of ['<!DOCTYPE html><html>', '\n <?xml version="1.0"?><a/>', gzipSync('<html>')])
      expect((await fault(file(content))).reason.vi).toContain('HTML');
  });

  it('refuses UTF-16, with and without mark', async () => {
    const utf16 = Buffer.from('mã,tên\n1,Phan Thiết\n', 'utf16le');
    for (const content of [utf16, Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])])
      expect((await fault(file(content))).reason.vi).toContain('UTF-16');
  });

  it('refuses other encodings, names the line and what it looks like', async () => {
    const latin = await fault(file(Buffer.from('a,b\n1,x\n2,Zürich\n', 'latin1')));
    expect(latin).toMatchObject({ line: 3 });
    expect(latin.reason.en).toContain('Windows-1252');
    // "Mũi Né, phường Hàm Tiến" as Windows-1258 writes it: tone marks after their vowels.
    const windows = Buffer.concat([
      Buffer.from('a,b\n1,'),
      Buffer.from([0x70, 0x68, 0xfd, 0xf5, 0xcc, 0x6e, 0x67, 0x20, 0x54, 0x69, 0xea, 0xec, 0x6e]),
      Buffer.from('\n'),
    ]);
    const viet = await fault(file(windows));
    expect(viet).toMatchObject({ line: 2 });
    expect(viet.reason.en).toContain('Windows-1258');
  });

  it('finds the line of a wrong byte far into the file', async () => {
    const content = Buffer.from(`a\n${'Phường Mũi Né\n'.repeat(60_000)}`);
    content[content.length - 3] = 0xff;
    expect((await fault(file(content))).line).toBe(60_001);
  });

  it('keeps characters whole across chunks', async () => {
    const text = 'ờ'.repeat(400_000);
    expect((await read(file(`a\n1${text}`))).rows[0]?.[0]).toBe(`1${text}`);
  });
});
