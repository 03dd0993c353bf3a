import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { treesIn } from '../import/testing.ts';
import { checkLocality } from './check.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-units-'));
const { locality, plugin } = treesIn(folder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function problems(units: readonly string[], language: 'vi' | 'en' = 'en'): Promise<string[]> {
  writeFileSync(join(locality, 'units.csv'), ['code,version,level,name,parent', '60,2025-07-01,province,Tỉnh,', ...units].join('\n'));
  const found = await checkLocality({ folder: locality, plugins: [plugin], language });
  return found.filter(({ of }) => of === 'units.csv').map(({ code, message }) => `${code} ${message}`);
}

it('nothing is wrong with units below each other, of several versions', async () => {
  expect(
    await problems([
      '1,2025-07-01,ward,Một,60',
      '60,2025-03-01,province,Tỉnh,60@2025-07-01',
      '1,2025-03-01,district,Một,60',
      '2,2025-03-01,ward,Hai,1',
    ]),
  ).toEqual([]);
});

it('names a parent that there is none of', async () => {
  expect(await problems(['1,2025-07-01,ward,Một,61'])).toEqual(['unknown-unit 1@2025-07-01, parent: 61@2025-07-01']);
});

it('names each circle of parents once, whatever hangs on it', async () => {
  const rows = [
    '9,2025-07-01,ward,Chín,1',
    '1,2025-07-01,ward,Một,2',
    '2,2025-07-01,district,Hai,3',
    '3,2025-07-01,ward,Ba,1',
    '4,2025-07-01,ward,Bốn,4',
    '5,2025-07-01,ward,Năm,4',
  ];
  expect(await problems(rows)).toEqual([
    'bad-file parent: 1@2025-07-01 → 2@2025-07-01 → 3@2025-07-01 → 1@2025-07-01 lie in each other in a circle',
    'bad-file parent: 4@2025-07-01 → 4@2025-07-01 lie in each other in a circle',
  ]);
  expect((await problems(rows, 'vi'))[1]).toBe('bad-file parent: 4@2025-07-01 → 4@2025-07-01 nằm trong nhau theo vòng tròn');
});

it('names links that do not fit: units there are none of, shares that make no whole, circles', async () => {
  const rows = [
    '60,2025-07-01,province,Tỉnh,',
    ...['1,2025-03-01', '2,2025-03-01', '3,2025-07-01', '4,2025-07-01'].map((row) => `${row},ward,X,60@2025-07-01`),
  ];
  writeFileSync(join(locality, 'units.csv'), ['code,version,level,name,parent', ...rows].join('\n'));
  const found = async (...links: readonly string[]) => {
    writeFileSync(join(locality, 'unit_links.csv'), ['from,to,share_population,share_area', ...links].join('\n'));
    const all = await checkLocality({ folder: locality, plugins: [plugin], language: 'en' });
    return all.filter(({ of }) => of === 'unit_links.csv').map(({ code, message }) => `${code} ${message}`);
  };
  expect(await found('1@2025-03-01,3@2025-07-01,0.7,', '1@2025-03-01,4@2025-07-01,0.3,', '2@2025-03-01,3@2025-07-01,,')).toEqual([]);
  expect(await found('1@2025-03-01,3@2025-07-01,0.7,1', '1@2025-03-01,4@2025-07-01,0.2,')).toEqual([
    'bad-file 1@2025-03-01: share_population add up to 0.9 instead of 1; figures of this unit are not converted',
    'bad-file 1@2025-03-01: only some lines have share_area; figures of this unit are not converted',
  ]);
  expect(await found('1@2025-03-01,9@2025-07-01,,', '3@2025-07-01,4@2025-07-01,,', '4@2025-07-01,3@2025-07-01,,')).toEqual([
    'unknown-unit 1@2025-03-01 → 9@2025-07-01: 9@2025-07-01',
    'bad-file 3@2025-07-01 → 4@2025-07-01 → 3@2025-07-01 became each other in a circle',
  ]);
});
