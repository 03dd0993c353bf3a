import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nastyTexts } from './testing.ts';
import { writeXlsx } from './write-xlsx.ts';

type Writing = Parameters<typeof writeXlsx>[0];

const field = { name: 'text', type: 'string', label: { vi: 'Chữ' } } as const;
const provenance = { data: { exported_at: '2026-11-22T10:00:00+07:00' }, lines: [['haidang-export', '1']] } as const;

function writing(texts: readonly string[], { fails = false } = {}): Writing {
  const fields = [field];
  const rows = texts.map((text) => [text]);
  return {
    columns: [{ field, part: 'value', index: 0, header: 'Chữ' }],
    provenance,
    language: 'vi',
    table: {
      fields,
      count: rows.length,
      trust: { source: { owner: 'x' } } as Writing['table']['trust'],
      async *pages() {
        yield { fields, rows };
        if (fails) throw new Error('the database is gone');
      },
    },
  };
}

async function whole(file: AsyncGenerator<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of file) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('a workbook of exported rows', () => {
  const before = process.env.TMPDIR;
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'haidang-write-'));
    process.env.TMPDIR = folder;
  });
  afterEach(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true });
  });

  /** Ends of files in the folder that are still open, also of such as have no name any more. */
  const open = () =>
    readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        const path = readlinkSync(`/proc/self/fd/${fd}`);
        return path.startsWith(folder) ? [path] : [];
      } catch {
        return [];
      }
    });
  const nothingStays = async () => {
    await expect.poll(open).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  };
  const many = Array.from({ length: 3_000 }, (_, index) => `${index}`);

  test('keeps every text, and cuts what Excel would cut', async () => {
    const texts = [...nastyTexts, '&lt;b&gt; &amp;', '_x00ff_', '\ud800 alone', 'x'.repeat(32_767), 'ộ'.repeat(40_000)];
    const book = new exceljs.Workbook();
    const bytes = await whole(writeXlsx(writing(texts)));
    await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
    const sheet = book.getWorksheet('Dữ liệu');
    const read = texts.map((_, index) => {
      const { value } = sheet?.getRow(index + 2).getCell(1) ?? {};
      return typeof value === 'object' && value !== null && 'richText' in value ? value.richText.map(({ text }) => text).join('') : value;
    });
    expect(read).toEqual([...texts.slice(0, -1), `${'ộ'.repeat(32_766)}…`]);
    expect(sheet?.views).toMatchObject([{ state: 'frozen', ySplit: 1 }]);
    expect(book.views).toMatchObject([{ activeTab: 1 }]);
    expect(book.created).toEqual(new Date('2026-11-22T03:00:00Z'));
    await nothingStays();
  });

  test('is written to a file without a name, which ends with whoever reads it', async () => {
    const file = writeXlsx(writing(many));
    await file.next();
    expect(open()).toHaveLength(2);
    expect(open().every((path) => path.endsWith('(deleted)'))).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
    await file.return(undefined);
    await nothingStays();
    const sent = writeXlsx(writing(many));
    for await (const chunk of sent) if (chunk.length > 0) break;
    await nothingStays();
  });

  test('leaves nothing where its rows or its file fail', async () => {
    await expect(whole(writeXlsx(writing(many, { fails: true })))).rejects.toThrow('the database is gone');
    await nothingStays();
    process.env.TMPDIR = join(folder, 'absent');
    await expect(whole(writeXlsx(writing(many)))).rejects.toMatchObject({ code: 'ENOENT' });
    await nothingStays();
  });

  test('of more rows than a sheet holds is refused before it is begun', () => {
    const { table, ...rest } = writing([]);
    expect(() => writeXlsx({ ...rest, table: { ...table, count: 1_048_576 } })).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});
