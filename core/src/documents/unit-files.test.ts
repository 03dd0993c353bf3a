import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { HaidangError } from '@haidang/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readUnitLinks, readUnits } from './unit-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-lists-'));
  for (const name of ['units', 'unit_links']) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
const refusal = async (reading: Promise<unknown>) => {
  const error: unknown = await reading.then(
    () => undefined,
    (thrown) => thrown,
  );
  return error instanceof HaidangError ? String(error.details.reason) : error;
};

test('several lists are one: units.csv, and files in units/, also compressed', async () => {
  write('units.csv', 'code,version,level,name\n60,2025-03-01,province,Tỉnh Bình Thuận\n');
  write('units/2025-07-01.csv.gz', 'code,version,level,name\n68,2025-07-01,province,Tỉnh Lâm Đồng\n');
  write('units/2026-04-30.csv', '\ufeffcode,version,level,name\r\n75,2026-04-30,province,Thành phố Đồng Nai\r\n');
  write('units/notes.txt', 'not a list');
  expect((await readUnits(folder)).map(({ key }) => key)).toEqual(['60@2025-03-01', '68@2025-07-01', '75@2026-04-30']);
  expect(await readUnitLinks(folder)).toEqual([]);
});

test('a folder of lists is enough, and none at all is not', async () => {
  expect(await refusal(readUnits(folder))).toContain('units.csv');
  write('units/a.csv', 'code,version,level,name\n60,2025-03-01,province,Tỉnh\n');
  expect(await readUnits(folder)).toHaveLength(1);
});

test('type, people and surface are read where they are given', async () => {
  write(
    'units.csv',
    'code,version,level,name,type,population,area_km2\n1,2025-07-01,ward,Phường Một,phuong,41000,78.5\n2,2025-07-01,ward,Hai,,,\n',
  );
  const [one, two] = await readUnits(folder);
  expect(one).toMatchObject({ type: 'phuong', population: 41000, areaKm2: 78.5 });
  expect(Object.keys(two ?? {})).toEqual(['key', 'code', 'version', 'level', 'title', 'validFrom']);
});

test('a parent by its code is of the same list, else of the newest before it', async () => {
  write('units.csv', 'code,version,level,name,parent\n75,2025-03-01,province,A,\n75,2025-07-01,province,B,\n1,2025-03-01,ward,Một,75\n');
  write(
    'units/2026.csv',
    'code,version,level,name,parent\n2,2026-04-30,ward,Hai,75\n3,2026-04-30,ward,Ba,99\n4,2026-04-30,ward,Bốn,75@2025-03-01\n',
  );
  const parents = Object.fromEntries((await readUnits(folder)).map(({ code, version, parent }) => [`${code}@${version}`, parent]));
  expect(parents).toMatchObject({
    '1@2025-03-01': '75@2025-03-01',
    '2@2026-04-30': '75@2025-07-01',
    '3@2026-04-30': '99@2026-04-30',
    '4@2026-04-30': '75@2025-03-01',
  });
});

test('a line that cannot be read is named with its file', async () => {
  write('units.csv', 'code,version,level,name,type\n1,2025-07-01,ward,Một,phuong\n');
  for (const [line, said] of [
    ['1,2025-07-01,ward,Lại,phuong', 'units/b.csv:2: 1@2025-07-01: doubled (units.csv:2)'],
    ['2,2025-07-01,ward,Hai,village', 'units/b.csv:2: type: "village"; tinh, thanh_pho_tw'],
    ['2,2025-07-01,town,Hai,', 'units/b.csv:2: level: "town"'],
  ] as const) {
    write('units/b.csv', `code,version,level,name,type\n${line}\n`);
    expect(await refusal(readUnits(folder))).toContain(said);
  }
  for (const cells of ['population\n1.5', 'population\n-1', 'area_km2\nx']) {
    const [column, value] = cells.split('\n');
    write('units/b.csv', `code,version,level,name,${column}\n2,2025-07-01,ward,Hai,${value}\n`);
    expect(await refusal(readUnits(folder))).toContain(`units/b.csv:2: ${column}: `);
  }
});

test('links say what happened, by which shares and by what resolution; of older files `legal` is that', async () => {
  write('unit_links.csv', 'from,to,share_population,share_area,legal\n1@2025-03-01,2@2025-07-01,0.7,0.6,1671/NQ\n');
  write('unit_links/2026.csv', 'from,to,change_type,resolution\n2@2025-07-01,2@2026-04-30,retyped,237/NQ\n');
  expect(await readUnitLinks(folder)).toEqual([
    { from: '1@2025-03-01', to: '2@2025-07-01', sharePopulation: 0.7, shareArea: 0.6, resolution: '1671/NQ' },
    { from: '2@2025-07-01', to: '2@2026-04-30', change: 'retyped', resolution: '237/NQ' },
  ]);
  for (const [line, said] of [
    ['2@2025-07-01,2@2026-04-30,retyped,', 'doubled'],
    ['2,2@2026-04-30,retyped,', 'unit_links/b.csv:2'],
    ['3@2025-07-01,2@2026-04-30,vanished,', 'change_type: "vanished"; unchanged'],
  ] as const) {
    write('unit_links/b.csv', `from,to,change_type,resolution\n${line}\n`);
    expect(await refusal(readUnitLinks(folder))).toContain(said);
  }
  write('unit_links/b.csv', 'from,to,share_population\n3@2025-07-01,2@2026-04-30,1.2\n');
  expect(await refusal(readUnitLinks(folder))).toContain('share_population: "1.2"');
});
