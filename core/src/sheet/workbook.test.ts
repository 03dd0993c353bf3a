import { deflateRawSync } from 'node:zlib';
import exceljs from 'exceljs';
import JSZip from 'jszip';
import { describe, expect, test } from 'vitest';
import { type ReadingLimits, readWorkbook, type SheetRow } from './workbook.ts';

const limits: ReadingLimits = { unpacked: 40_000_000, heap: 512, wait: 20_000 };

async function read(bytes: Buffer, other: Partial<ReadingLimits> = {}): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of readWorkbook(bytes, { ...limits, ...other })) rows.push(row);
  return rows;
}

const values = (rows: readonly SheetRow[]) => rows.map(({ cells }) => Array.from(cells, (cell) => cell?.value));

async function saved(make: (book: exceljs.Workbook) => void): Promise<Buffer> {
  const book = new exceljs.Workbook();
  make(book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

function packed(sheet: string, more: { readonly [name: string]: string } = {}): Promise<Buffer> {
  const zip = new JSZip();
  const parts = {
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/styles.xml': '<styleSheet/>',
    'xl/worksheets/sheet1.xml': sheet,
    ...more,
  };
  for (const [name, text] of Object.entries(parts)) zip.file(name, text);
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

const sheetOf = (rows: string, after = '') => `<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`;
const one = '<row r="1"><c r="A1" t="str"><v>x</v></c></row>';

describe('a workbook', { timeout: 60_000 }, () => {
  test('gives what its cells show, sheet after sheet as they are shown', async () => {
    const bytes = await saved((book) => {
      const sheet = book.addWorksheet('Một');
      sheet.addRow(['Mũi Né', 1.5, true, false, new Date('2026-11-21T14:32:07Z'), null, '007']);
      sheet.addRow([
        { richText: [{ text: 'Phan ' }, { font: { bold: true }, text: 'Thiết' }] },
        { text: 'trang', hyperlink: 'https://example.vn' },
        { formula: 'A1', result: 'kết quả' },
        { formula: '1>0', result: true },
        { formula: 'NOW()', result: 3 },
      ]);
      sheet.getCell('A5').value = 'gộp';
      sheet.mergeCells('A5:C6');
      book.addWorksheet('Hai').addRow(['b']);
    });
    const rows = await read(bytes);
    expect(rows.map(({ sheet, line }) => [sheet, line])).toEqual([
      [0, 1],
      [0, 2],
      [0, 5],
      [1, 1],
    ]);
    const serial = Date.parse('2026-11-21T14:32:07Z') / 86_400_000 + 25_569;
    expect(values(rows)).toEqual([
      ['Mũi Né', 1.5, true, false, serial, undefined, '007'],
      ['Phan Thiết', 'trang', 'kết quả', true, 3],
      ['gộp'],
      ['b'],
    ]);
    expect(rows[0]?.cells[4]?.isDate).toBe(true);
    expect(rows[0]?.cells[1]?.isDate).toBeUndefined();
  });

  test('tells broken cells', async () => {
    const bytes = await saved((book) => {
      book
        .addWorksheet('a')
        .addRow([{ error: '#REF!' }, { formula: '1/0', result: { error: '#DIV/0!' } }, { formula: 'B9', result: undefined }, 'whole']);
    });
    const [row] = await read(bytes);
    expect(row?.cells).toEqual([
      { value: '#REF!', isBroken: true },
      { value: '#DIV/0!', isBroken: true },
      { value: '=B9', isBroken: true },
      { value: 'whole' },
    ]);
  });

  test('loses no letter, wherever it is cut while it is read', async () => {
    const text = (index: number) => `Phường Mũi Né, đường Nguyễn Đình Chiểu số ${index} – \u2028${'ộ'.repeat(index % 7)}`;
    const bytes = await saved((book) => {
      const sheet = book.addWorksheet('a');
      for (let index = 0; index < 5_000; index++) sheet.addRow([text(index)]);
    });
    const rows = await read(bytes);
    expect(rows).toHaveLength(5_000);
    expect(rows.filter(({ cells }, index) => cells[0]?.value !== text(index))).toEqual([]);
  });

  test('whose ranges span everything costs no more than its cells', async () => {
    const all = 'A1:XFD1048576';
    const after = `<mergeCells><mergeCell ref="${all}"/></mergeCells><conditionalFormatting sqref="${all}"/><dataValidations><dataValidation sqref="${all}"/></dataValidations><hyperlinks><hyperlink ref="${all}" r:id="r1"/></hyperlinks>`;
    const names = '<definedNames><definedName name="n">a!$A$1:$XFD$1048576</definedName></definedNames>';
    const bytes = await packed(
      sheetOf(one, after).replace('<sheetData>', '<cols><col min="1" max="999999999" width="1"/></cols><sheetData>'),
      {
        'xl/workbook.xml': `<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>${names}</workbook>`,
      },
    );
    expect(values(await read(bytes, { heap: 128, wait: 10_000 }))).toEqual([['x']]);
  });

  test.each<[string, Promise<Buffer>, string]>([
    ['far columns', packed(sheetOf('<row r="1"><c r="XFD1"><v>1</v></c></row>')), 'too-large'],
    ['columns beyond any sheet', packed(sheetOf('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>')), 'bad-file'],
    ['a million columns', packed(sheetOf(`<row r="1"><c r="A1"><v>1</v></c>${'<c><v>1</v></c>'.repeat(1_000_000)}</row>`)), 'bad-file'],
    ['a huge text', packed(sheetOf(`<row r="1"><c r="A1" t="str"><v>${'0'.repeat(60_000_000)}</v></c></row>`)), 'too-large'],
    [
      'entities',
      packed(`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>${sheetOf('<row r="1"><c r="A1" t="str"><v>&a;&a;</v></c></row>')}`),
      'bad-file',
    ],
    ['texts that are not there', packed(sheetOf('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')), 'bad-file'],
    ['broken XML', packed('<worksheet><sheetData><row'), 'bad-file'],
    [
      'dates as texts',
      packed(sheetOf(one), { 'xl/workbook.xml': '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>' }),
      'bad-file',
    ],
    ['many files', packed(sheetOf(one), Object.fromEntries(Array.from({ length: 2_001 }, (_, n) => [`x${n}`, '']))), 'too-large'],
    [
      'a lie about its size',
      packed(sheetOf(`<row r="1"><c r="A1" t="str"><v>${'0'.repeat(60_000_000)}</v></c></row>`)).then(lying),
      'too-large',
    ],
    ['a password', Promise.resolve(Buffer.from('d0cf11e0a1b11ae10000', 'hex')), 'bad-file'],
    ['nothing but a beginning', Promise.resolve(Buffer.concat([Buffer.from('504b0304', 'hex'), deflateRawSync('x')])), 'bad-file'],
    ['no workbook', new JSZip().file('a.txt', 'x').generateAsync({ type: 'nodebuffer' }), 'bad-file'],
  ])('with %s is refused', async (_, bytes, code) => {
    const started = performance.now();
    await expect(read(await bytes)).rejects.toMatchObject({ code });
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test('with deeply nested XML or rows far down ends within its limits', async () => {
    const deep = await packed(sheetOf(one, `${'<a>'.repeat(500_000)}${'</a>'.repeat(500_000)}`));
    expect(values(await read(deep))).toEqual([['x']]);
    const far = await packed(sheetOf(`${one}<row r="4294967290"><c r="A4294967290"><v>1</v></c></row>`));
    await read(far, { wait: 2_000 }).then(
      (rows) => expect(rows[0]?.line).toBe(1),
      (error: unknown) => expect(error).toMatchObject({ code: expect.stringMatching(/too-large|bad-file/) }),
    );
  });

  test('that needs more memory or time than it may is refused; nothing of it stays', async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, n) => `<row r="${n + 1}">${'<c r="A1" t="b"><v>1</v></c>'.replaceAll('A1', `A${n + 1}`)}<c><v>2</v></c><c><v>3</v></c></row>`,
    );
    const big = await packed(sheetOf(rows.join('')));
    await expect(read(big, { heap: 24 })).rejects.toMatchObject({ code: 'too-large' });
    await expect(read(big, { wait: 1 })).rejects.toMatchObject({ code: 'too-large' });
    for (let round = 0; round < 3; round++)
      for await (const { line } of readWorkbook(big, limits)) {
        expect(line).toBe(1);
        break;
      }
    expect(await read(big)).toHaveLength(30_000);
  });

  test('waits for nobody: two are read at once, no more', async () => {
    const bytes = await packed(sheetOf(one));
    const three = await Promise.allSettled([read(bytes), read(bytes), read(bytes)]);
    expect(three.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(three[2]).toMatchObject({ reason: { code: 'rate-limited' } });
  });
});

/** Says in its directory that the last file in it is small. */
function lying(bytes: Buffer): Buffer {
  bytes.writeUInt32LE(10, bytes.lastIndexOf('504b0102', bytes.length, 'hex') + 24);
  return bytes;
}
