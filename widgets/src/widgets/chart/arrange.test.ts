import { expect, test } from 'vitest';
import { field, ready } from '../testing.ts';
import { arrange } from './arrange.ts';
import { chartModel } from './model.ts';
import { rankingOf } from './ranking.ts';

const setting = { options: {}, locale: 'vi', now: 0 };
const ward = field('ward', { type: 'string', values: { a: { vi: 'Đức Long' }, b: { vi: 'Ánh' }, c: { vi: 'Bình' }, d: { vi: 'Cam' } } });
const counts = ready(
  [ward, field('n')],
  [
    ['a', 4],
    ['b', 9],
    ['c', 2],
    ['d', 7],
  ],
);
const rates = ready(
  [ward, field('r', { type: 'number', unit: '%' })],
  [
    ['a', 40],
    ['b', 90],
    ['c', null],
    ['d', 70],
  ],
);

function arranged(main: typeof counts, sort: 'given' | 'value' | 'name', limit: number) {
  const model = chartModel({ main }, setting);
  if (!model) throw new Error('no chart');
  const { model: found, hidden } = arrange(model, { sort, limit, locale: 'vi' });
  return { names: found.points.map(({ label }) => label), values: found.series[0]?.values, hidden, model: found };
}

test('names go as they came, by value or by the alphabet', () => {
  expect(arranged(counts, 'given', 9).names).toEqual(['Đức Long', 'Ánh', 'Bình', 'Cam']);
  expect(arranged(counts, 'value', 9).values).toEqual([9, 7, 4, 2]);
  expect(arranged(counts, 'name', 9).names).toEqual(['Ánh', 'Bình', 'Cam', 'Đức Long']);
});

test('counts that have no room are added up', () => {
  expect(arranged(counts, 'value', 3)).toMatchObject({ names: ['Ánh', 'Cam', 'Khác'], values: [9, 7, 6], hidden: 0 });
});

test('rates that have no room are hidden and counted, for they cannot be added', () => {
  expect(arranged(rates, 'value', 2)).toMatchObject({ names: ['Ánh', 'Cam'], values: [90, 70], hidden: 2 });
});

test('a ranking of rates leaves out those with too few cases or none', () => {
  const { model } = arranged(rates, 'value', 9);
  const cases = ready(
    [ward, field('n')],
    [
      ['a', 6],
      ['b', 60],
    ],
  ).result;
  const { ranks, tooFew } = rankingOf(model, cases, setting);
  expect(ranks.map(({ point, share, cases: n }) => [point.label, share, n])).toEqual([
    ['Ánh', 0.9, 60],
    ['Cam', 0.7, undefined],
  ]);
  expect(tooFew.map(({ point, cases: n }) => [point.label, n])).toEqual([
    ['Đức Long', 6],
    ['Bình', undefined],
  ]);
});
