import { expect, test } from 'vitest';
import { differenceOf, floors, lineOf, median, underFloor } from '../../bench/harness/result.mjs';

test('a line holds the medians of both sides and their ratio', () => {
  expect(median([5, 1, 9])).toBe(5);
  expect(median([1, 4, 2, 3])).toBe(2.5);
  const rounds = [
    { ours: 400, bare: 1000 },
    { ours: 90, bare: 1010.4 },
    { ours: 612.34, bare: 5000 },
  ];
  expect(lineOf('bulk-ingest', rounds)).toEqual({ name: 'bulk-ingest', ours: 400, bare: 1010, ratio: 0.396 });
  expect(lineOf('group-by', [{ ours: 1.23456, bare: 2 }])).toEqual({ name: 'group-by', ours: 1.23, bare: 2, ratio: 0.617 });
});

test('each scenario has its floor, and a ratio under it is a fault, as is one that is no number', () => {
  expect(floors).toMatchObject({
    'bulk-ingest': 0.4,
    'batch-ingest': 0.5,
    'single-insert': 0.45,
    'filtered-rows': 0.5,
    'group-by': 0.6,
    'live-fan-out': 0.7,
  });
  expect(underFloor(Object.entries(floors).map(([name, ratio]) => ({ name, ratio })))).toEqual([]);
  expect(
    underFloor([
      { name: 'bulk-ingest', ratio: 0.399 },
      { name: 'group-by', ratio: 0.7 },
      { name: 'live-fan-out', ratio: Number.NaN },
    ]),
  ).toEqual(['bulk-ingest: 0.399 is under its floor 0.4', 'live-fan-out: NaN is under its floor 0.7']);
});

test('sides that differ in durability, columns or indexes are not compared; what only ours has does not matter', () => {
  const table = { table: 'd_x', name: 'd_x', definition: 'CREATE TABLE d_x (a TEXT)' };
  const index = { table: 'd_x', name: 'd_x__by_a', definition: 'CREATE INDEX d_x__by_a ON d_x (a)' };
  const audit = { table: 'audit', name: 'audit', definition: 'CREATE TABLE audit (id INTEGER)' };
  const ours = { engine: 'SQLite 3.52.0, WAL, synchronous=FULL', items: [table, index, audit] };
  expect(differenceOf(ours, { ...ours, items: [table, index] })).toBeUndefined();
  expect(differenceOf(ours, { ...ours, engine: 'SQLite 3.52.0, WAL, synchronous=NORMAL' })).toContain('synchronous=NORMAL');
  expect(differenceOf(ours, { ...ours, items: [table] })).toContain('ours alone has d_x__by_a');
  expect(differenceOf({ ...ours, items: [table] }, ours)).toContain('bare alone has d_x__by_a');
  expect(differenceOf(ours, { ...ours, items: [{ ...table, definition: 'CREATE TABLE d_x (a INTEGER)' }, index] })).toContain(
    '(a INTEGER)',
  );
});
