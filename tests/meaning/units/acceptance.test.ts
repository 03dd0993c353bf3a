import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type RunningServer, startServer } from '@haidang/core';
import type { Query, Result } from '@haidang/sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importCommand } from '../../../core/src/import/command.ts';
import { newSchema } from '../../support/databases.ts';
import { writeCases } from './cases-plugin.ts';

// Some units of the lists before and after 01/07/2025, and of the change of 30/04/2026 (30/2026/QH16).
const before = `code,version,level,type,name,parent,valid_to,legal
80,2025-03-01,province,tinh,Tỉnh Long An,,2025-07-01,
72,2025-03-01,province,tinh,Tỉnh Tây Ninh,,2025-07-01,
60,2025-03-01,province,tinh,Tỉnh Bình Thuận,,2025-07-01,
593,2025-03-01,district,thanh_pho_tinh,Thành phố Phan Thiết,60,2025-07-01,
22915,2025-03-01,ward,phuong,Phường Mũi Né,593,2025-07-01,
22918,2025-03-01,ward,phuong,Phường Hàm Tiến,593,2025-07-01,
22924,2025-03-01,ward,phuong,Phường Phú Thủy,593,2025-07-01,
75,2025-03-01,province,tinh,Tỉnh Đồng Nai,,2025-07-01,
26068,2025-03-01,ward,phuong,Phường An Hòa,75,2025-07-01,
`;
const after = `code,version,level,type,name,parent,population,area_km2,legal
80,2025-07-01,province,tinh,Tỉnh Tây Ninh,,,,19/2025/QĐ-TTg
68,2025-07-01,province,tinh,Tỉnh Lâm Đồng,,,,19/2025/QĐ-TTg
22918,2025-07-01,ward,phuong,Phường Mũi Né,68,41000,78.5,19/2025/QĐ-TTg
22924,2025-07-01,ward,phuong,Phường Phú Thuỷ,68,,,19/2025/QĐ-TTg
75,2025-07-01,province,tinh,Tỉnh Đồng Nai,,,,19/2025/QĐ-TTg
26068,2025-07-01,ward,phuong,Phường Hoá An,75,,,19/2025/QĐ-TTg
26041,2025-07-01,ward,xa,Xã Tân An,75,,,19/2025/QĐ-TTg
`;
const changed = `code,version,level,type,name,parent,legal
75,2026-04-30,province,thanh_pho_tw,Thành phố Đồng Nai,,30/2026/QH16
26041,2026-04-30,ward,phuong,Phường Tân An,75,237/NQ-UBTVQH16
`;
const links = `from,to,change_type,share_population,share_area,resolution
80@2025-03-01,80@2025-07-01,merged_into,,,202/2025/QH15
72@2025-03-01,80@2025-07-01,merged_into,,,202/2025/QH15
60@2025-03-01,68@2025-07-01,merged_into,,,202/2025/QH15
75@2025-03-01,75@2025-07-01,merged_into,,,202/2025/QH15
22915@2025-03-01,22918@2025-07-01,split_into,0.7,0.6,1671/NQ-UBTVQH15
22915@2025-03-01,22924@2025-07-01,split_into,0.3,0.4,1671/NQ-UBTVQH15
22918@2025-03-01,22918@2025-07-01,merged_into,,,1671/NQ-UBTVQH15
26068@2025-03-01,26068@2025-07-01,merged_into,,,
`;
const laterLinks = `from,to,change_type,resolution
75@2025-07-01,75@2026-04-30,retyped,30/2026/QH16
26041@2025-07-01,26041@2026-04-30,retyped,237/NQ-UBTVQH16
`;

describe.each(['sqlite', 'postgres'] as const)('units in time over HTTP on %s', (kind) => {
  let folder: string;
  let place: string;
  let plugin: string;
  let database: Awaited<ReturnType<typeof newSchema>> | undefined;
  let server: RunningServer;

  const start = () =>
    startServer({
      folder: place,
      data: join(folder, 'data'),
      port: 0,
      plugins: [plugin],
      simulate: false,
      clock: { now: () => Date.parse('2026-11-22T09:00:00+07:00') },
      ...(database && { databaseUrl: database.at.url }),
    });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'haidang-units-'));
    place = join(folder, 'place');
    for (const name of ['units', 'unit_links']) mkdirSync(join(place, name), { recursive: true });
    const ioc = {
      kind: 'ioc',
      format: 1,
      title: { vi: 'Thử' },
      unit: '68@2025-07-01',
      languages: ['vi', 'en'],
      plugins: { cases: '^1.0.0' },
    };
    writeFileSync(join(place, 'ioc.json'), JSON.stringify({ ...ioc, home: 'pg_home0001' }));
    writeFileSync(join(place, 'units.csv'), before);
    writeFileSync(join(place, 'units', '2025-07-01.csv.gz'), gzipSync(after));
    writeFileSync(join(place, 'unit_links', '2025-07-01.csv'), links);
    plugin = writeCases(folder);
    database = kind === 'postgres' ? await newSchema() : undefined;
    server = await start();
  });
  afterEach(async () => {
    await server.stop();
    await database?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  async function send(path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${server.url}${path}`, init);
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return response.json();
  }
  const write = async (...rows: readonly object[]) =>
    (await send(
      '/api/records/cases/case/bulk',
      rows.map((row, index) => ({ code: `${index}`, day: '2025-05-20', ...row })),
    )) as { readonly added: number; readonly refused: readonly { readonly reason: string; readonly details: unknown }[] };
  async function ask(query: Omit<Query, 'from'>): Promise<Result> {
    const { results } = (await send('/api/query', { queries: { q: { from: 'cases/case', ...query } } })) as {
      readonly results: { readonly q: Result & { readonly error?: unknown } };
    };
    if (results.q.error) throw new Error(JSON.stringify(results.q.error));
    return results.q;
  }
  const found = async (query: string) =>
    ((await send(`/api/units?${query}`)) as { readonly units: readonly { readonly key: string }[] }).units.map(({ key }) => key);

  test('the same code is Hàm Tiến in one list and Mũi Né in the next, in one answer', async () => {
    expect(await write({ code: 'a', ward: '22918@2025-03-01' }, { code: 'b', ward: '22918@2025-07-01' })).toMatchObject({ added: 2 });
    const { rows, fields } = await ask({ select: ['code', 'ward'] });
    expect(rows).toEqual([
      ['a', '22918@2025-03-01'],
      ['b', '22918@2025-07-01'],
    ]);
    expect(fields[1]?.values).toEqual({ '22918@2025-03-01': { vi: 'Phường Hàm Tiến' }, '22918@2025-07-01': { vi: 'Phường Mũi Né' } });
  });

  test('province code 80 without a version is refused and names both provinces', async () => {
    const { refused } = await write({ ward: '80' });
    expect(refused).toMatchObject([{ reason: 'unit-version-missing' }]);
    expect(JSON.stringify(refused)).toContain('Tỉnh Long An');
    expect(JSON.stringify(refused)).toContain('Tỉnh Tây Ninh');
    const file = join(folder, 'cases.csv');
    writeFileSync(file, 'mã,tỉnh,ngày\n1,80,2025-05-20\n');
    const mapping = join(folder, 'mapping.json');
    writeFileSync(mapping, JSON.stringify({ fields: { code: { from: 'mã' }, ward: { from: 'tỉnh' }, day: { from: 'ngày' } } }));
    const said: string[] = [];
    const screen = { write: (text: string) => said.push(text) };
    const options = { folder: place, dataset: 'cases/case', file, mapping, data: join(folder, 'data'), plugins: [plugin], dryRun: true };
    await importCommand({ ...options, out: screen, err: screen, ...(database && { databaseUrl: database.at.url }) });
    expect(said.join('')).toContain('Tỉnh Long An (80@2025-03-01), Tỉnh Tây Ninh (80@2025-07-01)');
  });

  test('100 reports of a unit that was divided 0.7 to 0.3 appear as 70 and 30, together 100', async () => {
    await write(...Array.from({ length: 100 }, () => ({ ward: '22915@2025-03-01' })));
    const measures = { n: { fn: 'count' } } as const;
    const { rows, trust } = await ask({ measures, by: ['ward'], boundaries: 'current' });
    expect(rows).toEqual([
      ['22918@2025-07-01', 70],
      ['22924@2025-07-01', 30],
    ]);
    expect(trust).toMatchObject({ n: 100, boundaries: { basis: 'current', version: '2025-07-01' } });
    expect((await ask({ measures, boundaries: 'current' })).rows).toEqual([[100]]);
    expect((await ask({ measures, by: ['ward'] })).rows).toEqual([['22915@2025-03-01', 100]]);
  });

  test('the list of 30/04/2026 makes a city of the province and leaves the rows of 2025 alone', async () => {
    await write(
      { code: 'old', ward: '26068@2025-03-01' },
      { code: 'new', ward: '26041@2025-07-01' },
      { code: 'same', ward: '26068@2025-07-01' },
    );
    const all = { select: ['code', 'ward', 'day'] } as const;
    const rows = (await ask(all)).rows;
    const by = [{ field: 'ward', grain: 'province' }] as const;
    const measures = { n: { fn: 'count' } } as const;
    expect((await ask({ measures, by, boundaries: 'current' })).fields[0]?.values).toEqual({ '75@2025-07-01': { vi: 'Tỉnh Đồng Nai' } });
    await server.stop();
    writeFileSync(join(place, 'units', '2026-04-30.csv'), changed);
    writeFileSync(join(place, 'unit_links', '2026-04-30.csv'), laterLinks);
    server = await start();
    expect((await ask(all)).rows).toEqual(rows);
    expect((await ask(all)).fields[1]?.values).toEqual({
      '26068@2025-03-01': { vi: 'Phường An Hòa' },
      '26041@2025-07-01': { vi: 'Xã Tân An' },
      '26068@2025-07-01': { vi: 'Phường Hoá An' },
    });
    const today = await ask({ measures, by, boundaries: 'current' });
    expect([today.rows, today.fields[0]?.values]).toEqual([[['75@2026-04-30', 3]], { '75@2026-04-30': { vi: 'Thành phố Đồng Nai' } }]);
    expect((await ask({ measures, by })).rows).toEqual([
      ['75@2025-03-01', 1],
      ['75@2025-07-01', 2],
    ]);
    // A ward that the list of changes does not hold goes on, below the city.
    expect((await ask({ measures, where: { ward: { within: '75@2026-04-30' } } })).rows).toEqual([[1]]);
    expect((await ask({ measures, where: { ward: { within: '75@2026-04-30' } }, boundaries: 'current' })).rows).toEqual([[3]]);
    expect(await found('on=2026-11-22&search=dong nai')).toEqual(['75@2026-04-30']);
    expect(await found('on=2026-04-29&search=dong nai')).toEqual(['75@2025-07-01']);
  });

  test('"hoa" finds Hòa, Hoà and Hoá; units are found by list, parent and level', async () => {
    expect(await found('search=hoa')).toEqual(['26068@2025-03-01', '26068@2025-07-01']);
    expect(await found('search=hoa&lang=en')).toEqual(['26068@2025-03-01', '26068@2025-07-01']);
    for (const search of ['phuong mui ne', 'Mũi né', 'MŨI NÉ'])
      expect(await found(`version=2025-07-01&search=${search}`)).toEqual(['22918@2025-07-01']);
    expect(await found('parent=68@2025-07-01&level=ward')).toEqual(['22918@2025-07-01', '22924@2025-07-01']);
    expect(await found('version=2025-07-01&level=province')).toEqual(['68@2025-07-01', '75@2025-07-01', '80@2025-07-01']);
    const { units } = (await send('/api/units?version=2025-07-01&search=22918')) as { readonly units: readonly object[] };
    expect(units).toMatchObject([{ type: 'phuong', population: 41000, areaKm2: 78.5 }]);
    await write({ code: 'x', ward: '22918@2025-03-01', note: 'Phường Hòa' }, { code: 'y', ward: '22918@2025-03-01', note: 'Hoà' });
    await write({ code: 'z', ward: '22918@2025-03-01', note: 'Hoá An' });
    expect((await ask({ select: ['note'], where: { note: { has: 'hoa' } } })).rows).toEqual([['Phường Hòa'], ['Hoà'], ['Hoá An']]);
  });

  test('a file that names units is read by name, parent and list, and what cannot be told apart is refused with what there is', async () => {
    const file = join(folder, 'named.csv');
    writeFileSync(
      file,
      'mã,phường,nơi\n1,P. Mũi Né,Tp. Phan Thiết\n2,PHÚ THUỶ,phan thiết\n3,Mùi Né,Phan Thiết\n4,Mũi Né,\n5,Không có,Phan Thiết\n',
    );
    const mapping = join(folder, 'mapping.json');
    const fields = {
      code: { from: 'mã' },
      ward: { from: 'phường', named: { in: 'nơi', level: 'ward', version: '2025-03-01' } },
      day: { value: '2025-05-20' },
    };
    writeFileSync(mapping, JSON.stringify({ fields }));
    const said: string[] = [];
    const screen = { write: (text: string) => said.push(text) };
    // The server is running: rows go through it.
    const options = { folder: place, dataset: 'cases/case', file, mapping, data: join(folder, 'data'), plugins: [plugin], json: true };
    await importCommand({ ...options, out: screen, err: screen, ...(database && { databaseUrl: database.at.url }) });
    expect((await ask({ select: ['code', 'ward'] })).rows).toEqual([
      ['1', '22915@2025-03-01'],
      ['2', '22924@2025-03-01'],
    ]);
    said.length = 0;
    await importCommand({
      ...options,
      json: false,
      dryRun: true,
      out: screen,
      err: screen,
      ...(database && { databaseUrl: database.at.url }),
    });
    const text = said.join('').replaceAll('\\"', '"');
    expect(text).toContain('không rõ "Mùi Né, Phan Thiết" là đơn vị nào; có: Phường Mũi Né, Thành phố Phan Thiết (22915@2025-03-01)');
    expect(text).toContain('"Mũi Né": thiếu tên đơn vị cấp trên');
    expect(text).toContain('không có đơn vị nào tên "Không có, Phan Thiết"');
  });
});
