import type { Geography, GeographyUnit } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { shapesOf } from './shapes.ts';

const unit = (key: string, rest: Partial<GeographyUnit> = {}): GeographyUnit => ({
  key,
  title: { vi: key },
  level: 'ward',
  validFrom: '2025-07-01',
  parent: 'p1',
  point: [108.2, 16.05],
  own: true,
  ...rest,
});

const isNational = (places: readonly GeographyUnit[], others: readonly GeographyUnit[] = []): boolean => {
  const geography: Geography = { units: [...places, ...others], sources: [], version: '1' };
  return shapesOf({ places, former: [], geography }).isNational;
};

test('a map is one with archipelagos when it reaches over a province or an archipelago belongs to it', () => {
  const two = [unit('a'), unit('b', { point: [108.1, 16] })];
  expect(isNational(two)).toBe(false);
  expect(isNational([unit('a'), unit('b', { parent: 'p2' })])).toBe(true);
  expect(isNational(two, [unit('hs', { point: [111.61, 16.53] })])).toBe(true);
  expect(isNational(two, [unit('hs', { point: [111.61, 16.53], own: undefined } as never)])).toBe(false);
});

test('former districts of a province are one province', () => {
  const districts = ['d1', 'd2'].map((key) => unit(key, { level: 'district', validTo: '2025-07-01' }));
  const wards = districts.map(({ key }) => unit(`w-${key}`, { parent: key, validTo: '2025-07-01' }));
  expect(isNational(wards)).toBe(false);
  expect(isNational(wards, districts)).toBe(false);
});
