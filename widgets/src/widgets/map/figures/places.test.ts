import type { Geography, GeographyUnit, Json } from '@haidang/sdk';
import { describe, expect, test } from 'vitest';
import { formerUnits, placesFor, positionIn } from './places.ts';

const unit = (key: string, rest: Partial<GeographyUnit> = {}): GeographyUnit => ({
  key,
  title: { vi: key },
  level: 'ward',
  validFrom: '2025-07-01',
  own: true,
  ...rest,
});
const old = { validFrom: '2020-01-01', validTo: '2025-07-01' } as const;
const geography = (...units: GeographyUnit[]): Geography => ({ units, sources: [], version: '1' });
const keys = (places: readonly { readonly key: string }[]) => places.map(({ key }) => key);
const choose = (given: readonly string[], known: Geography | undefined) =>
  placesFor({ keys: given, geography: known, own: new Map(), today: '2026-11-20' });

const both = geography(
  unit('a'),
  unit('b'),
  unit('strange', { own: undefined } as never),
  unit('p', { level: 'province' }),
  unit('a-old', old),
  unit('b-old', old),
  unit('c-old', { ...old, validFrom: '2015-01-01', validTo: '2020-01-01' }),
);

describe('the units of a map', () => {
  test('are all of the level and time that the figures speak of', () => {
    const { drawn, besides, isFormer } = choose(['a'], both);
    expect(keys(drawn)).toEqual(['a', 'b']);
    expect([besides, isFormer]).toEqual([[], false]);
  });

  test('are the former ones when figures speak of those, of one version', () => {
    const { drawn, isFormer } = choose(['a-old'], both);
    expect(keys(drawn)).toEqual(['a-old', 'b-old']);
    expect(isFormer).toBe(true);
  });

  test('leave out what would lie over the others', () => {
    const { drawn, besides } = choose(['a', 'b', 'p', 'a-old', 'nobody'], both);
    expect(keys(drawn)).toEqual(['a', 'b']);
    expect(keys(besides)).toEqual(['p', 'a-old']);
  });

  test('are the lowest level in force where no figures say', () => {
    expect(keys(choose([], both).drawn)).toEqual(['a', 'b']);
    expect(choose([], undefined).drawn).toEqual([]);
  });

  test('come from the data where no geography knows them', () => {
    const own = new Map([['x', [108, 11] as const]]);
    expect(placesFor({ keys: ['x'], geography: undefined, own, today: '2026-11-20' }).drawn).toEqual([{ key: 'x', point: [108, 11] }]);
  });
});

test('former boundaries are those of the same level that ended', () => {
  const boundary = { type: 'Polygon', coordinates: [] } as const;
  const known = geography(
    unit('a'),
    unit('a-old', { ...old, boundary }),
    unit('b-old', old),
    unit('later', { validFrom: '2030-01-01', boundary }),
  );
  expect(keys(formerUnits(known, choose(['a'], known), '2026-11-20'))).toEqual(['a-old']);
  expect(formerUnits(known, choose(['a-old'], known), '2026-11-20')).toEqual([]);
});

const nowhere: readonly Json[] = [null, 'Point', 5, {}, { coordinates: ['a', 1] }, { coordinates: [11, 108] }, { coordinates: [1] }];

test('a position is two numbers on the earth', () => {
  expect(positionIn({ type: 'Point', coordinates: [108, 11] })).toEqual([108, 11]);
  for (const cell of nowhere) expect(positionIn(cell)).toBeUndefined();
});
