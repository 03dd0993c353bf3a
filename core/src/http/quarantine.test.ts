import { deflateRawSync } from 'node:zlib';
import exceljs from 'exceljs';
import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import type { DataContext } from '../data/context.ts';
import { runQuery } from '../data/query/query.ts';
import { assetContext, fileServer, wardA, wardB, writeAssets } from '../export/testing.ts';
import { openRows } from '../quarantine/store.ts';
import { xlsxType } from './quarantine.ts';

const callers = {
  a: { rows: (dataset: string) => (dataset === 'test/asset' ? { ward: wardA } : undefined) },
  reader: { can: (permission: string) => permission === 'test/asset.read' },
  writer: { can: (permission: string) => permission === 'test/asset.write' },
  keeper: { can: () => true },
};
const everything = { id: 'test', language: 'vi', can: () => true } as const;
type Answer = { readonly statusCode: number; readonly body: string; readonly rawPayload: Buffer };

describeDatabases('quarantine', (open) => {
  let context: DataContext;
  let app: Awaited<ReturnType<typeof fileServer>>;
  beforeAll(async () => {
    context = await assetContext(await open());
    await writeAssets(context, []);
    app = await fileServer(context, callers);
  });
  afterAll(() => app.close());

  const bulk = async (rows: readonly unknown[], as = 'local') => {
    const headers = { 'content-type': 'application/x-ndjson', 'x-as': as };
    const payload = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');
    return JSON.parse((await app.inject({ method: 'POST', url: '/api/records/test/asset/bulk', headers, payload })).body);
  };
  const list = async (as = 'local', query = '') =>
    JSON.parse((await app.inject({ url: `/api/quarantine/test/asset${query}`, headers: { 'x-as': as } })).body);
  const download = async (as = 'local', language = 'vi') => {
    const answer = await app.inject({ url: '/api/quarantine/test/asset.xlsx', headers: { 'x-as': as, 'accept-language': language } });
    expect(answer.statusCode).toBe(200);
    return load(answer.rawPayload);
  };
  const send = (bytes: Buffer, as = 'local', language = 'vi'): Promise<Answer> =>
    app.inject({
      method: 'POST',
      url: '/api/quarantine/test/asset',
      headers: { 'content-type': xlsxType, 'x-as': as, 'accept-language': language },
      payload: bytes,
    });
  const sendBook = async (book: exceljs.Workbook, as = 'local') =>
    JSON.parse((await send(Buffer.from(await book.xlsx.writeBuffer()), as)).body);
  const assets = async () =>
    (
      await runQuery(context, {
        query: { from: 'test/asset', select: ['asset_code', 'title', 'seen_at', 'length'], sort: ['asset_code'] },
        caller: everything,
      })
    ).rows;
  const runs = async () =>
    (
      await runQuery(context, {
        query: {
          from: 'core/ingest_run',
          select: ['connection_code', 'rows_read', 'rows_new', 'rows_changed', 'rows_same', 'rows_rejected', 'outcome'],
          sort: ['-rows_read'],
        },
        caller: everything,
      })
    ).rows;
  const clear = async () => {
    for (const table of ['refused_row', 'd_test__asset', 'd_core__ingest_run']) await context.database.write(table).delete();
  };
  /** Cells under a header, by the code of the row. */
  const cellOf = (book: exceljs.Workbook, code: string, header: string): exceljs.Cell => {
    const sheet = book.worksheets[0];
    const headers = sheet?.getRow(1).values as string[];
    const row = sheet?.getRows(2, sheet.rowCount)?.find((each) => each.getCell(headers.indexOf('Mã')).value === code);
    if (!row || !headers.includes(header)) throw new Error(`no ${code} / ${header} in ${headers.join()}`);
    return row.getCell(headers.indexOf(header));
  };

  const good = { asset_code: 'G-1', ward: wardA, title: 'Đèn' };
  const wrong = [
    { asset_code: 'W-1', ward: wardA, title: 'Ghế', seen_at: '31/02/2026', length: 'dài', keeper_phone: '+84911', door_code: 'TOP-SECRET' },
    { asset_code: 'W-2', ward: '99999@2025-07-01', title: '=HYPERLINK("http://evil.example")', length: 3 },
    { asset_code: 'W-3', ward: wardB, colour: 'đỏ', place: 'somewhere' },
  ];

  test('keeps what was refused, without secrets, and counts the delivery', async () => {
    await clear();
    expect(await bulk([good, ...wrong, '{broken', '7'])).toMatchObject({ added: 1, refusedCount: 5 });
    const { rows, open } = await list();
    expect(open).toBe(5);
    expect(rows.map(({ line }: { line: number }) => line)).toEqual([2, 3, 4, 5, 6]);
    expect(rows[0]).toMatchObject({
      line: 2,
      row: { asset_code: 'W-1', title: 'Ghế', length: 'dài', seen_at: '31/02/2026' },
      held: ['door_code', 'keeper_phone'],
      faults: expect.arrayContaining([
        expect.objectContaining({ field: 'seen_at', reason: 'bad-date', message: 'ngày giờ không có thật.' }),
      ]),
      received_at: '2026-11-22T10:00:00+07:00',
    });
    expect(rows[2].row).toEqual({ asset_code: 'W-3', ward: wardB, place: 'somewhere' });
    expect(rows[3]).toMatchObject({ row: {}, faults: [{ reason: 'not-json', message: 'dòng không phải là JSON.' }] });
    expect(JSON.stringify(await context.database.read('refused_row').select('*'))).not.toMatch(/TOP-SECRET|đỏ/);
    expect(JSON.stringify(rows)).not.toMatch(/84911/);
    expect((await list('keeper')).rows[0].row.keeper_phone).toBe('+84911');
    expect(await runs()).toEqual([['bulk', 6, 1, 0, 0, 5, 'partial']]);
    expect((await list('local', '?limit=2')).next).toBe(String(rows[1].id));
    expect((await list('local', `?limit=2&after=${rows[1].id}`)).rows[0].line).toBe(4);
  });

  test('keeps no secret in what a sender says is wrong with it', async () => {
    await clear();
    const post = (path: string, payload: object) =>
      app.inject({ method: 'POST', url: `/api/ingest/test/asset${path}`, headers: { 'x-as': 'keeper' }, payload });
    const { run } = JSON.parse((await post('', {})).body);
    const said = { vi: '"TOP-SECRET" không đọc được.' };
    const faults = [
      { field: 'door_code', reason: 'unread', text: said, details: { value: 'TOP-SECRET' } },
      { field: 'length', reason: 'unread', text: { vi: '"dài" không phải số.' } },
    ];
    const answer = await post(`/${run}/refused`, { rows: [{ line: 2, row: { asset_code: 'W-9', ward: wardA, door_code: 'x' }, faults }] });
    expect(answer.statusCode).toBe(200);
    await post(`/${run}/end`, { outcome: 'done' });
    expect(JSON.stringify(await context.database.read('refused_row').select('*'))).not.toContain('TOP-SECRET');
    const [row] = (await list('keeper')).rows;
    expect(row.faults).toEqual([
      expect.objectContaining({ field: 'door_code' }),
      { field: 'length', reason: 'unread', message: '"dài" không phải số.' },
    ]);
  });

  test('nobody from outside writes the account of deliveries', async () => {
    await clear();
    const row = {
      run_id: 'forged',
      connection_code: 'bulk',
      dataset_id: 'test/asset',
      started_at: '2026-11-22T00:00:00Z',
      outcome: 'success',
    };
    const counts = { rows_read: 9, rows_new: 9, rows_changed: 0, rows_same: 0, rows_rejected: 0 };
    const answer = await app.inject({
      method: 'POST',
      url: '/api/records/core/ingest_run',
      headers: { 'x-as': 'keeper' },
      payload: { ...row, ...counts },
    });
    expect(answer.statusCode).toBe(403);
    expect(await runs()).toEqual([]);
  });

  test('the same delivery again changes nothing and doubles nothing', async () => {
    await clear();
    await bulk([good, ...wrong]);
    expect(await bulk([good, ...wrong])).toMatchObject({ added: 0, changed: 0, same: 1, refusedCount: 3 });
    expect((await list()).open).toBe(3);
    expect(await runs()).toEqual(
      expect.arrayContaining([
        ['bulk', 4, 1, 0, 0, 3, 'partial'],
        ['bulk', 4, 0, 0, 1, 3, 'partial'],
      ]),
    );
    const mended = { ...wrong[1], ward: wardB };
    expect(await bulk([mended])).toMatchObject({ added: 1 });
    expect((await list()).rows.map(({ row }: { row: { asset_code: string } }) => row.asset_code)).toEqual(['W-1', 'W-3']);
  });

  test('a workbook marks each wrong cell and says why; mended, it comes back', async () => {
    await clear();
    await bulk([good, ...wrong]);
    const book = await download();
    const sheet = book.worksheets[0];
    expect(sheet?.getColumn(1).hidden).toBe(true);
    expect(cellOf(book, 'W-1', 'Mã').fill).not.toMatchObject({ pattern: 'solid' });
    expect(cellOf(book, 'W-1', 'Ngày [seen_at]').note).toBe('ngày giờ không có thật.');
    expect(cellOf(book, 'W-1', 'Ngày [seen_at]').fill).toMatchObject({ pattern: 'solid' });
    expect(cellOf(book, 'W-1', 'Lý do').value).toContain('Ngày: ngày giờ không có thật.');
    expect(cellOf(book, 'W-3', 'Lý do').value).toContain('colour: tập dữ liệu không có trường này.');
    expect(cellOf(book, 'W-2', 'Tên').value).toBe('=HYPERLINK("http://evil.example")');
    expect(cellOf(book, 'W-2', 'Tên').formula).toBeUndefined();
    expect((await download('local', 'en')).worksheets[0]?.getRow(1).values).toContain('Reason');

    cellOf(book, 'W-1', 'Ngày [seen_at]').value = new Date('2026-02-28T14:30:00Z');
    cellOf(book, 'W-1', 'length (m)').value = { formula: '2+1.5', result: 3.5 };
    cellOf(book, 'W-2', 'Phường').value = 'still-wrong';
    cellOf(book, 'W-3', 'Vị trí (kinh độ)').value = 108.1;
    cellOf(book, 'W-3', 'Vị trí (vĩ độ)').value = 10.9;
    const answer = await sendBook(book);
    expect(answer).toMatchObject({ resolved: 2, unknown: [], refused: [{ faults: [{ field: 'ward', reason: 'unit-version-missing' }] }] });
    expect(await assets()).toEqual([
      ['G-1', 'Đèn', null, null],
      // The number of a sheet is local time.
      ['W-1', 'Ghế', '2026-02-28T14:30:00+07:00', 3.5],
      ['W-3', null, null, null],
    ]);
    const { rows, open } = await list();
    expect([open, rows[0].row.ward]).toEqual([1, 'still-wrong']);
    expect(await runs()).toContainEqual(['correction', 3, 2, 0, 0, 1, 'partial']);
    // What nobody showed stayed with the row.
    const [kept] = await context.database.read('d_test__asset').where({ asset_code: 'W-1' });
    expect(kept.keeper_phone).toBe('+84911');
    expect(await sendBook(book)).toMatchObject({ resolved: 0, unknown: [expect.any(Number), expect.any(Number)] });
  });

  test('who writes for one ward sees and mends what he has sent himself', async () => {
    await clear();
    await bulk(wrong);
    await bulk(
      [
        { asset_code: 'A-1', ward: wardA, length: 'x' },
        { asset_code: 'A-2', ward: wardB },
      ],
      'a',
    );
    expect((await list('local')).open).toBe(5);
    const own = await list('a');
    expect(own.rows.map(({ row }: { row: { asset_code: string } }) => row.asset_code)).toEqual(['A-1', 'A-2']);
    expect(own.rows[1].faults).toMatchObject([{ reason: 'outside-scope' }]);
    expect((await list('writer')).rows).toEqual([]);
    expect((await app.inject({ url: '/api/quarantine/test/asset', headers: { 'x-as': 'reader' } })).statusCode).toBe(403);
    // A workbook of somebody else’s rows resolves nothing.
    expect(await sendBook(await download(), 'a')).toMatchObject({ resolved: 0, unknown: { length: 3 } });
    const book = await download('a');
    cellOf(book, 'A-1', 'length (m)').value = 2;
    expect(await sendBook(book, 'a')).toMatchObject({ resolved: 1, refused: [{ faults: [{ reason: 'outside-scope' }] }] });
    expect((await assets()).map(([code]) => code)).toEqual(['A-1']);
  });

  test('keeps no more than its share of one dataset', async () => {
    await clear();
    const { mostKept } = await import('../quarantine/store.ts');
    const many = Array.from({ length: mostKept + 50 }, (_, index) => ({ asset_code: `M-${index}`, ward: 'nowhere' }));
    await bulk(many.slice(0, 60));
    expect(await bulk(many)).toMatchObject({ refusedCount: mostKept + 50 });
    const { open } = await list();
    expect(open).toBe(mostKept);
    expect((await openRows(context, { dataset: 'test/asset' }, { limit: 1 }))[0]?.given.asset_code).toBeDefined();
  }, 60_000);

  describe('a file that is none of ours', () => {
    const said = async (bytes: Buffer, language = 'vi') => {
      const { statusCode, body } = await send(bytes, 'local', language);
      return [statusCode, JSON.parse(body).error?.code, JSON.parse(body).error?.message] as const;
    };
    const packed = (files: { readonly [name: string]: string }) => {
      const zip = new JSZip();
      for (const [name, text] of Object.entries(files)) zip.file(name, text);
      return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
    };
    const bookOf = (sheet: string, more: { readonly [name: string]: string } = {}) =>
      packed({
        'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        'xl/worksheets/sheet1.xml': sheet,
        ...more,
      });
    const changed = async (change: (sheet: exceljs.Worksheet, headers: readonly unknown[]) => void) => {
      await clear();
      await bulk(wrong);
      const book = await download();
      const [sheet] = book.worksheets;
      if (sheet) change(sheet, sheet.getRow(1).values as unknown[]);
      return said(Buffer.from(await book.xlsx.writeBuffer()));
    };

    test('is told from one whose columns were changed', async () => {
      expect(await said(Buffer.from('code,name\n1,2'))).toEqual([400, 'bad-file', expect.stringContaining('không phải tệp Excel')]);
      const foreign = new exceljs.Workbook();
      foreign.addWorksheet('x').addRow(['Mã', 'Tên']);
      expect(await said(Buffer.from(await foreign.xlsx.writeBuffer()))).toEqual([
        400,
        'bad-file',
        expect.stringContaining('không phải tệp sửa lỗi'),
      ]);
      expect(await changed((sheet, headers) => put(sheet, 1, headers.indexOf('Tên'), 'Tên khác'))).toEqual([
        400,
        'bad-file',
        expect.stringContaining('"Tên khác" đã bị đổi'),
      ]);
      expect(await changed((sheet, headers) => sheet.spliceColumns(headers.indexOf('Ghi chú'), 1))).toEqual([
        400,
        'bad-file',
        expect.stringContaining('Thiếu cột "Ghi chú"'),
      ]);
      expect(await changed((sheet) => put(sheet, 3, 1, null))).toEqual([
        400,
        'bad-file',
        expect.stringContaining('Hàng 3 không còn mã hàng'),
      ]);
      expect(await changed((sheet) => put(sheet, 3, 1, sheet.getRow(2).getCell(1).value))).toEqual([
        400,
        'bad-file',
        expect.stringContaining('trùng mã'),
      ]);
      expect((await said(Buffer.from('x'), 'en'))[2]).toContain('This is no Excel file');
      expect(
        (
          await app.inject({
            method: 'POST',
            url: '/api/quarantine/test/asset',
            headers: { 'content-type': 'application/json' },
            payload: '{}',
          })
        ).statusCode,
      ).toBe(415);
    });

    test('is refused quickly when it is a bomb', async () => {
      const row = (cells: string) => `<worksheet><sheetData><row r="1">${cells}</row></sheetData></worksheet>`;
      const started = performance.now();
      const zeros = await bookOf(row(`<c r="A1" t="str"><v>${'0'.repeat(60_000_000)}</v></c>`));
      expect(zeros.length).toBeLessThan(100_000);
      expect((await said(zeros)).slice(0, 2)).toEqual([413, 'too-large']);
      expect((await said(await bookOf(row('<c r="XFD1"><v>1</v></c>')))).slice(0, 2)).toEqual([413, 'too-large']);
      expect((await said(await bookOf(row(`<c r="A1"><v>1</v></c>${'<c><v>1</v></c>'.repeat(5_000)}`)))).slice(0, 2)).toEqual([
        413,
        'too-large',
      ]);
      const entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet/>';
      expect((await said(await bookOf(entities))).slice(0, 2)).toEqual([400, 'bad-file']);
      const merged =
        '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>x</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><dataValidations><dataValidation sqref="A1:XFD1048576"/></dataValidations></worksheet>';
      expect((await said(await bookOf(merged))).slice(0, 2)).toEqual([400, 'bad-file']);
      expect((await said(await bookOf('<worksheet', { 'xl/styles.xml': `<a ${'x'.repeat(200_000)}` }))).slice(0, 2)).toEqual([
        400,
        'bad-file',
      ]);
      const short = deflateRawSync('x');
      for (const bytes of [
        Buffer.from('504b0304', 'hex'),
        Buffer.concat([Buffer.from('504b0304', 'hex'), short]),
        zeros.subarray(0, -10),
        zeros.subarray(0, 2000),
      ])
        expect((await said(bytes)).slice(0, 2)).toEqual([400, 'bad-file']);
      expect(performance.now() - started).toBeLessThan(20_000);
      expect((await send(Buffer.alloc(11 * 1024 * 1024))).statusCode).toBe(413);
    }, 60_000);
  });
});

function put(sheet: exceljs.Worksheet, row: number, column: number, value: exceljs.CellValue): void {
  sheet.getRow(row).getCell(column).value = value;
}

async function load(bytes: Buffer): Promise<exceljs.Workbook> {
  const book = new exceljs.Workbook();
  await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
  return book;
}
