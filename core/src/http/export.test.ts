import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import swagger from '@fastify/swagger';
import exceljs from 'exceljs';
import fastify from 'fastify';
import JSZip from 'jszip';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import type { DataContext } from '../data/context.ts';
import { writeRecords } from '../data/write.ts';
import { assetContext, assetRow, fileServer, nastyTexts, wardA, writeAssets } from '../export/testing.ts';
import { exportRoutes } from './export.ts';
import { quarantineRoutes } from './quarantine.ts';
import { guardRoutes } from './routes.ts';

const callers = {
  ward: { rows: (dataset: string) => (dataset === 'test/asset' ? { ward: wardA } : undefined) },
  reader: { can: (permission: string) => permission === 'test/asset.read' },
  exporter: { can: (permission: string) => permission === 'test/asset.export' },
  keeper: { can: () => true },
};
const asName = (name: string) => ({ 'x-as': name });

/** Cells of a CSV text (RFC 4180), as a spreadsheet cuts it. */
function csvRows(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.filter((row) => row.length > 1);
}

describeDatabases('exports', (open) => {
  let context: DataContext;
  let app: Awaited<ReturnType<typeof fileServer>>;
  beforeAll(async () => {
    context = await assetContext(await open());
    await writeAssets(
      context,
      nastyTexts.map((text, index) => assetRow(index, text)),
    );
    app = await fileServer(context, callers);
  });
  afterAll(async () => {
    app.server.closeAllConnections();
    await app.close();
  });

  const get = (format: string, query = '', headers: { readonly [name: string]: string } = {}) =>
    app.inject({ url: `/api/export/test/asset.${format}${query}`, headers });
  const where = (filter: object) => `where=${encodeURIComponent(JSON.stringify(filter))}`;

  test('CSV says where it comes from, what was asked for and how much it is', async () => {
    const { statusCode, body, headers } = await get('csv', `?${where({ state: 'good' })}&sort=-asset_code&headers=names`);
    expect(statusCode).toBe(200);
    expect(body.startsWith('\ufeff# haidang-export,1\r\n# Tập dữ liệu,"Tài sản, công trình"\r\n')).toBe(true);
    expect(body).toContain('# Bộ lọc,Tình trạng = Tốt\r\n');
    expect(body).toContain(
      `# Số dòng,${Math.ceil(nastyTexts.length / 2)}\r\n# Số liệu minh hoạ,không có\r\n# Xuất lúc,2026-11-22T10:00:00+07:00\r\n`,
    );
    expect(headers['content-disposition']).toBe(
      'attachment; filename="Tai san, cong trinh.csv"; filename*=UTF-8\'\'T%C3%A0i%20s%E1%BA%A3n%2C%20c%C3%B4ng%20tr%C3%ACnh.csv',
    );
    expect(headers['content-type']).toContain('text/csv');
    expect(body).toContain('\r\nasset_code,ward,ward.name,kind,kind.name,state,state.name,title,');
    const codes = csvRows(body).flatMap(([code = '']) => (code.startsWith('A-') ? [code] : []));
    expect(codes).toEqual([...codes].sort().reverse());
  });

  test('labels head the columns in the reader’s language; those that two fields share carry the name too', async () => {
    expect((await get('csv')).body).toContain('\r\nMã,Phường,Phường (tên),Loại,Loại (tên),Tình trạng,Tình trạng (tên),Tên,Ghi chú,');
    expect((await get('csv')).body).toContain(',Ngày [built_on],Ngày [seen_at],');
    const english = (await get('csv', '', { 'accept-language': 'en' })).body;
    expect(english).toContain('# Dataset,Assets\r\n');
    expect(english).toContain('\r\nCode,');
  });

  test('no cell of a CSV begins like a formula, in any of its lines', async () => {
    const rows = csvRows((await get('csv', '?headers=names')).body).filter(([first = '']) => !first.startsWith('\ufeff'));
    const columns = rows.find(([first]) => first === 'asset_code') ?? [];
    const numbers = ['length', 'lamps', 'place.longitude', 'place.latitude'];
    let looked = 0;
    for (const row of rows) {
      for (const [index, cell] of row.entries()) {
        if (numbers.includes(columns[index] ?? '') && /^-?[\d.]+$/.test(cell)) continue;
        looked++;
        for (const line of cell.split(/\r\n|\r|\n/)) expect(line, JSON.stringify(cell)).not.toMatch(/^[\p{Z}\p{C}]*[=+\-@＝＋－＠]/u);
      }
    }
    expect(looked).toBeGreaterThan(nastyTexts.length * 10);
    expect(rows.some((row) => row.includes("'=1+1"))).toBe(true);
    expect(rows.some((row) => row.includes('-3'))).toBe(true);
  });

  test('XLSX holds typed cells and not one formula', async () => {
    const { rawPayload } = await get('xlsx', '?headers=names');
    const { files } = await JSZip.loadAsync(rawPayload);
    expect(Object.keys(files).filter((name) => name.includes('sheet'))).toEqual(['xl/worksheets/sheet1.xml', 'xl/worksheets/sheet2.xml']);
    for (const [name, file] of Object.entries(files))
      expect(await file.async('string'), name).not.toMatch(/<f[\s>/]|<hyperlink|externalReference|<definedName|TargetMode="External"/);
    const book = new exceljs.Workbook();
    await book.xlsx.load(rawPayload.buffer.slice(rawPayload.byteOffset, rawPayload.byteOffset + rawPayload.length) as ArrayBuffer);
    expect(book.worksheets.map(({ name }) => name)).toEqual(['Nguồn', 'Dữ liệu']);
    const source = book.worksheets[0];
    expect(source?.getRow(1).values).toEqual([undefined, 'haidang-export', '1']);
    expect(source?.getRow(2).values).toEqual([undefined, 'Tập dữ liệu', 'Tài sản, công trình']);
    const sheet = book.worksheets[1];
    const columns = sheet?.getRow(1).values as string[];
    const cell = (line: number, name: string) => sheet?.getRow(line + 2).getCell(columns.indexOf(name));
    expect(sheet?.rowCount).toBe(nastyTexts.length + 1);
    expect([cell(0, 'title')?.value, cell(0, 'title')?.type]).toEqual(['=1+1', exceljs.ValueType.String]);
    expect(cell(0, 'kind.name')?.value).toBe('=HYPERLINK("http://evil.example")');
    expect(cell(1, 'length')?.value).toBeCloseTo(-1.9, 10);
    expect(cell(0, 'is_lit')?.value).toBe(true);
    expect(cell(0, 'seen_at')?.value).toEqual(new Date('2026-11-22T10:00:00Z'));
    expect(cell(0, 'built_on')?.value).toEqual(new Date('2020-02-01T00:00:00Z'));
    expect(cell(0, 'ward.name')?.value).toBe('Phường Mũi Né');
    for (const row of sheet?.getRows(1, nastyTexts.length + 1) ?? []) row.eachCell((each) => expect(each.formula).toBeUndefined());
  });

  test('GeoJSON has the place of each row, names beside codes, and its provenance as a foreign member', async () => {
    const { body, headers } = await get('geojson', '?select=asset_code,ward,state&limit=2&sort=asset_code');
    expect(headers['content-type']).toContain('application/geo+json');
    const map = JSON.parse(body);
    expect(map).toMatchObject({ type: 'FeatureCollection', provenance: { 'haidang-export': 1, dataset: 'test/asset', rows: 2 } });
    expect(map.features[1]).toEqual({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [108.015625, 10.5] },
      properties: {
        asset_code: 'A-0001',
        ward: '22945@2025-07-01',
        'ward.name': 'Phường Phan Thiết',
        state: 'broken',
        'state.name': 'Hỏng',
      },
    });
    expect(JSON.parse((await app.inject('/api/export/test/kind.geojson')).body).error.code).toBe('bad-request');
  });

  test('NDJSON is the provenance, then a record a line', async () => {
    const lines = (await get('ndjson')).body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(nastyTexts.length + 1);
    expect(lines[0]).toMatchObject({ 'haidang-export': 1, rows: nastyTexts.length, sample: 0, boundaries: 'as-reported' });
    expect(lines[1]).toMatchObject({ asset_code: 'A-0000', title: '=1+1', tags: ['=1+1', 'x'] });
  });

  test('a file says by which boundaries its figures are told, not what was asked for', async () => {
    const said = async (query: object) =>
      /# Địa giới,(.*)\r\n/.exec((await get('csv', `?lang=vi&query=${encodeURIComponent(JSON.stringify(query))}`)).body)?.[1];
    expect(await said({ boundaries: 'current' })).toBe('theo địa giới lúc báo cáo');
    expect(await said({ boundaries: 'current', measures: { n: { fn: 'count' } } })).toBe('quy đổi theo địa giới hiện nay');
    expect(await said({ boundaries: 'current', measures: { n: { fn: 'median', field: 'length' } } })).toBe('theo địa giới lúc báo cáo');
  });

  test('a period may be said in words', async () => {
    const query = (time: string) => get('csv', `?lang=vi&time=${encodeURIComponent(time)}`);
    expect((await query('q3/2025')).body).toContain('2025-07-01T00:00:00+07:00 – 2025-10-01T00:00:00+07:00');
    const wrong = JSON.parse((await query('quý năm')).body).error;
    expect(wrong.message).toBe('Yêu cầu không hợp lệ. Chưa hiểu kỳ "quý năm". Thử: q3/2025, 9t, tuần trước, 20/11.');
  });

  test('groups and figures are exported as rows are', async () => {
    const query = { measures: { n: { fn: 'count' } }, by: ['state'], sort: ['state'] };
    const { body } = await get('csv', `?headers=names&query=${encodeURIComponent(JSON.stringify(query))}`);
    expect(body).toContain('\r\nstate,state.name,n\r\nbroken,Hỏng,14\r\ngood,Tốt,15\r\n');
  });

  test('the address is checked before anything is sent', async () => {
    const code = async (query: string, format = 'csv') => JSON.parse((await get(format, query)).body).error?.code;
    expect(await code('?where=nonsense')).toBe('bad-request');
    expect(await code(`?${where({ nothing: 1 })}`)).toBe('unknown-field');
    expect(await code('?query={}&where={}')).toBe('bad-request');
    expect(await code(`?query=${encodeURIComponent('{"from":"test/kind"}')}`)).toBe('bad-request');
    expect(await code('?after=x')).toBe('bad-request');
    expect(await code('?limit=0')).toBe('bad-request');
    expect(await code('?time=%7Bbroken')).toBe('bad-request');
    expect((await app.inject('/api/export/test/nothing.csv')).statusCode).toBe(400);
    expect((await app.inject('/api/export/test/asset.exe')).statusCode).toBe(404);
    expect((await app.inject('/api/export/test/..%2Fasset.csv')).statusCode).toBe(400);
    expect((await app.inject('/api/export/test%2Fasset/kind.csv')).statusCode).toBe(400);
  });

  test('nobody exports what he may not read', async () => {
    expect((await get('csv', '', asName('reader'))).statusCode).toBe(403);
    expect((await get('csv', '', asName('exporter'))).statusCode).toBe(403);
    expect((await get('csv', '?select=keeper_phone')).statusCode).toBe(403);
    expect((await get('csv', `?${where({ keeper_phone: { has: '8' } })}`)).statusCode).toBe(403);
    expect((await get('ndjson', '?select=asset_code,keeper_phone', asName('keeper'))).body).toContain('+84900000000');
    expect((await get('csv', '?select=door_code', asName('keeper'))).statusCode).toBe(403);
    for (const format of ['csv', 'ndjson', 'geojson']) {
      const { body } = await get(format, '', asName('ward'));
      expect(body).toContain('22918');
      expect(body).not.toMatch(/22945|SECRET-1|\+84900000000/);
      expect(body).toMatch(format === 'csv' ? '# Số dòng,15\r\n' : '"rows":15,');
    }
  });

  test('a label cannot end the header of the answer or lead out of a folder', async () => {
    const { attachment } = await import('./attachment.ts');
    for (const name of [
      'a"\r\nSet-Cookie: x=1',
      '../../etc/passwd',
      '..\\..\\x.csv',
      'con\u0000.csv',
      "x'; filename=evil.exe",
      '\ud800',
      '‮gpj.exe',
      '....',
      'ệ'.repeat(400),
    ]) {
      const header = attachment(name);
      expect(header).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''[\w.%~-]+$/);
      expect(header.match(/filename=/g)).toHaveLength(1);
      expect(decodeURIComponent(header)).not.toMatch(/[\r\n/\\]|\.\.[/\\]/);
    }
  });

  test('what was sample says so', async () => {
    await writeRecords(context, {
      dataset: 'test/kind',
      rows: [{ line: 1, row: { kind_code: 'shed', name_vi: 'Nhà chờ' } }],
      caller: { id: 't', language: 'vi', can: () => true },
      sample: true,
    });
    const { body } = await app.inject('/api/export/test/kind.csv');
    expect(body).toContain('# Số liệu minh hoạ,1/3 dòng là số liệu minh hoạ\r\n');
  });

  test('pages are of one state of the database, and a reader who leaves ends the work', async () => {
    const many = Array.from({ length: 9_000 }, (_, index) => ({ kind_code: `k-${index}`, name_vi: `${index} ${'x'.repeat(500)}` }));
    await writeRecords(context, {
      dataset: 'test/kind',
      rows: many.map((row, line) => ({ line, row })),
      caller: { id: 't', language: 'vi', can: () => true },
    });
    const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/api/export/test/kind.ndjson`;
    const { port } = app.server.address() as AddressInfo;
    const chunks: Buffer[] = [];
    await new Promise<void>((resolve, reject) => {
      request({ port, path: '/api/export/test/kind.ndjson' }, (answer) => {
        answer.once('data', async (first: Buffer) => {
          answer.pause();
          chunks.push(first);
          // Both ends of what was read and what was not.
          await writeRecords(context, {
            dataset: 'test/kind',
            rows: [
              { line: 1, row: { kind_code: 'k-8999', name_vi: 'changed meanwhile' } },
              { line: 2, row: { kind_code: 'zz-new', name_vi: 'came meanwhile' } },
            ],
            caller: { id: 't', language: 'vi', can: () => true },
          });
          answer
            .on('data', (chunk: Buffer) => chunks.push(chunk))
            .on('end', resolve)
            .on('error', reject);
          answer.resume();
        });
      }).end();
    });
    const lines = Buffer.concat(chunks).toString().trimEnd().split('\n');
    expect(lines).toHaveLength(9_003 + 1);
    expect(JSON.parse(lines[0] ?? '').rows).toBe(9_003);
    expect(lines.join('')).not.toMatch(/meanwhile/);
    // Two at once and no more: those who leave make room.
    for (let round = 0; round < 3; round++) {
      const stop = [new AbortController(), new AbortController()];
      const answers = await Promise.all(stop.map(({ signal }) => fetch(url, { signal })));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect((await fetch(url)).status).toBe(429);
      for (const each of stop) each.abort();
      const both = () => Promise.all(stop.map(() => app.inject('/api/export/test/asset.csv?limit=1')));
      await expect.poll(async () => (await both()).map(({ statusCode }) => statusCode), { timeout: 5_000 }).toEqual([200, 200]);
    }
  });
});

test('every format is a path of its own in the description of the API', async () => {
  const app = fastify();
  await app.register(swagger, { openapi: { openapi: '3.1.0', info: { title: 't', version: '1' } } });
  await guardRoutes(app);
  exportRoutes(app, {} as DataContext);
  quarantineRoutes(app, {} as DataContext);
  await app.ready();
  expect(Object.keys(app.swagger().paths ?? {}).sort()).toEqual(
    [
      ...['csv', 'geojson', 'ndjson', 'xlsx'].map((format) => `/api/export/{plugin}/{dataset}.${format}`),
      '/api/quarantine/{plugin}/{dataset}',
      '/api/quarantine/{plugin}/{dataset}.xlsx',
    ].sort(),
  );
  await app.close();
});
