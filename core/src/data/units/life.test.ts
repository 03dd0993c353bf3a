import { expect, test } from 'vitest';
import type { Unit, UnitLink } from '../units.ts';
import { daysOfChange, isInForce, successorOf, unitsInTime } from './life.ts';
import { isWhole, placesIn, sharesOn } from './shares.ts';

const unit = (key: string, more: Partial<Unit> = {}): Unit => {
  const [code = '', version = ''] = key.split('@');
  return { key, code, version, level: 'ward', title: { vi: code }, validFrom: version, ...more };
};
const inTime = (units: readonly Unit[], links: readonly UnitLink[] = []) =>
  unitsInTime(new Map(units.map((each) => [each.key, each])), links);
const standing = (all: ReturnType<typeof inTime>, day: string) => [...all.units.keys()].filter((key) => isInForce(all, key, day));

test('a unit stays in force until its own end, a newer version of its code, or what it became', () => {
  const all = inTime(
    [
      unit('1@2025-03-01'),
      unit('2@2025-03-01', { validTo: '2025-05-01' }),
      unit('3@2025-03-01'),
      unit('4@2025-03-01'),
      unit('1@2025-07-01'),
      unit('5@2026-04-30'),
    ],
    [{ from: '3@2025-03-01', to: '5@2026-04-30' }],
  );
  expect(standing(all, '2025-02-28')).toEqual([]);
  expect(standing(all, '2025-03-01')).toEqual(['1@2025-03-01', '2@2025-03-01', '3@2025-03-01', '4@2025-03-01']);
  expect(standing(all, '2025-05-01')).toEqual(['1@2025-03-01', '3@2025-03-01', '4@2025-03-01']);
  expect(standing(all, '2025-07-01')).toEqual(['3@2025-03-01', '4@2025-03-01', '1@2025-07-01']);
  expect(standing(all, '2026-04-30')).toEqual(['4@2025-03-01', '1@2025-07-01', '5@2026-04-30']);
  expect(daysOfChange(all)).toEqual(['2025-03-01', '2025-05-01', '2025-07-01', '2026-04-30']);
});

test('a whole list that repeats a unit replaces it on its day, even when it says since when the unit is there', () => {
  const all = inTime([unit('1@2025-07-01'), unit('1@2026-04-30', { validFrom: '2025-07-01' })]);
  expect(standing(all, '2026-04-29')).toContain('1@2025-07-01');
  expect(standing(all, '2026-04-30')).not.toContain('1@2025-07-01');
});

test('units that are said to have become each other, or themselves, are left as they are', () => {
  const all = inTime(
    [unit('1@2025-03-01'), unit('2@2025-07-01'), unit('3@2025-03-01')],
    [
      { from: '1@2025-03-01', to: '2@2025-07-01' },
      { from: '2@2025-07-01', to: '1@2025-03-01' },
      { from: '3@2025-03-01', to: '3@2025-03-01' },
      { from: '3@2025-03-01', to: '9@2025-07-01' },
    ],
  );
  const shares = sharesOn(all, '2025-07-01', 'population');
  for (const key of ['1@2025-03-01', '2@2025-07-01'])
    expect(shares.filter(({ from }) => from === key).map(({ population, isFormer }) => [population, isFormer])).toEqual([[1, true]]);
  expect(successorOf(all, '1@2025-03-01', '2025-07-01')).toBeDefined();
  expect(isInForce(all, '3@2025-03-01', '2025-07-01')).toBe(true);
});

test('parts of a unit add up to 1, whatever the decimals of its shares', () => {
  const units = [unit('1@2025-03-01'), ...['2', '3', '4'].map((code) => unit(`${code}@2025-07-01`))];
  const links = ['2', '3', '4'].map(
    (code): UnitLink => ({ from: '1@2025-03-01', to: `${code}@2025-07-01`, sharePopulation: 0.3333, shareArea: 0.5 }),
  );
  const sum = sharesOn(inTime(units, links), '2025-07-01', 'population').reduce((total, { population }) => total + population, 0);
  expect(sum).toBeCloseTo(1, 12);
  expect([isWhole([0.3333, 0.3333, 0.3333]), isWhole([0.5, 0.5, 0.5]), isWhole([0.6, 0.3])]).toEqual([true, false, false]);
  expect(sharesOn(inTime(units, links), '2025-07-01', 'area')).toEqual([
    { from: '1@2025-03-01', to: '1@2025-03-01', population: 1, area: 1, isFormer: true },
  ]);
});

test('a unit lies where its parent went, or where all its parts are', () => {
  const all = inTime(
    [
      unit('60@2025-03-01', { level: 'province' }),
      unit('1@2025-03-01', { parent: '60@2025-03-01' }),
      unit('2@2025-03-01', { parent: '60@2025-03-01', validTo: '2025-07-01' }),
      unit('68@2025-07-01', { level: 'province' }),
      unit('79@2025-07-01', { level: 'province' }),
      unit('3@2025-07-01', { parent: '79@2025-07-01' }),
      unit('4@2025-07-01', { parent: '79@2025-07-01' }),
    ],
    [
      { from: '60@2025-03-01', to: '68@2025-07-01' },
      { from: '1@2025-03-01', to: '3@2025-07-01' },
      { from: '1@2025-03-01', to: '4@2025-07-01' },
    ],
  );
  expect(placesIn(all, '2025-07-01', 'province', '68@2025-07-01')).toEqual(['2@2025-03-01', '68@2025-07-01']);
  expect(placesIn(all, '2025-07-01', 'province', '79@2025-07-01')).toContain('1@2025-03-01');
  expect(placesIn(all, '2025-03-01', 'province', '60@2025-03-01')).toEqual(['60@2025-03-01', '1@2025-03-01', '2@2025-03-01']);
});
