import { describe, expect, test } from 'vitest';
import { field, ready } from '../testing.ts';
import { wallClock } from './buckets.ts';
import { chartModel } from './model.ts';

const now = wallClock('2026-11-20T14:32:00+07:00') ?? 0;
const setting = { options: {}, locale: 'vi', now };
const today = { period: { from: '2026-11-20T00:00:00+07:00', to: '2026-11-21T00:00:00+07:00' } };
const hour = field('reported_at', { type: 'date-time', grain: 'hour' });
const at = (hours: number) => `2026-11-20T${String(hours).padStart(2, '0')}:00:00+07:00`;

describe('a chart along time', () => {
  const main = ready(
    [hour, field('value')],
    [
      [at(6), 11],
      [at(8), 21],
      [at(14), 17],
    ],
    today,
  );

  test('has every hour of the period, an hour without reports as zero, the hours to come empty', () => {
    const model = chartModel({ main }, setting);
    expect(model?.points).toHaveLength(24);
    expect(model?.series[0]?.values.slice(5, 9)).toEqual([0, 11, 0, 21]);
    expect(model?.series[0]?.values[15]).toBeUndefined();
    expect(model?.series[0]?.total).toBe(49);
  });

  test('a zero in time to come is nothing yet, a number there is told', () => {
    const due = ready(
      [hour, field('value')],
      [
        [at(6), 11],
        [at(16), 0],
        [at(18), 4],
      ],
      today,
    );
    expect(chartModel({ main: due }, setting)?.series[0]?.values.slice(15, 19)).toEqual([undefined, undefined, undefined, 4]);
  });

  test('marks the hour that is not over', () => {
    const points = chartModel({ main }, setting)?.points ?? [];
    expect(points.filter((point) => point.isUnfinished).map((point) => point.label)).toEqual(['14 giờ']);
    expect(points.filter((point) => point.isFuture)).toHaveLength(9);
  });

  test('marks a step that the period cuts into', () => {
    const period = { from: '2026-11-12T00:00:00+07:00', to: '2026-11-21T00:00:00+07:00' };
    const weeks = ready(
      [field('reported_at', { type: 'date', grain: 'week' }), field('value')],
      [
        ['2026-11-09', 4],
        ['2026-11-16', 7],
      ],
      { period },
    );
    const points = chartModel({ main: weeks }, setting)?.points ?? [];
    expect(points.map(({ isCut, isUnfinished }) => [isCut, isUnfinished])).toEqual([
      [true, undefined],
      [undefined, true],
    ]);
  });

  test('a rate leaves a gap where there is none', () => {
    const rate = ready(
      [hour, field('value', { type: 'number', unit: '%' })],
      [
        [at(6), 90.5],
        [at(8), null],
      ],
      today,
    );
    const [series] = chartModel({ main: rate }, setting)?.series ?? [];
    expect(series?.values.slice(5, 9)).toEqual([undefined, 90.5, undefined, undefined]);
    expect(series?.total).toBeUndefined();
  });

  test('without a period it runs from the first row to the last', () => {
    const model = chartModel(
      {
        main: ready(
          [hour, field('value')],
          [
            [at(6), 11],
            [at(8), 21],
          ],
        ),
      },
      setting,
    );
    expect(model?.points.map((point) => point.label)).toEqual(['6 giờ', '7 giờ', '8 giờ']);
  });

  test('the comparison and the second port stand on the same axis', () => {
    const compared = ready([hour, field('value'), field('value_previous', { compare: 'previous' })], [[at(6), 11, 9]], today);
    expect(chartModel({ main: compared }, setting)?.series.map(({ name, role }) => [name, role])).toEqual([
      ['value', 'value'],
      ['kỳ trước', 'comparison'],
    ]);
    const second = ready([field('closed_at', { type: 'date-time', grain: 'hour' }), field('value')], [[at(8), 5]], today);
    const options = { labels: { main: { vi: 'tiếp nhận' }, second: { vi: 'xử lý' } } };
    const series = chartModel({ main: compared, second }, { ...setting, options })?.series ?? [];
    expect(series.map(({ name, total, slot }) => [name, total, slot])).toEqual([
      ['tiếp nhận', 11, 1],
      ['xử lý', 5, 5],
    ]);
  });
});

describe('a chart over two groups', () => {
  const week = field('reported_at', { type: 'date', grain: 'week' });
  const category = field('category', { type: 'string', values: { waste: { vi: 'Rác' } } });

  test('time is the axis wherever it stands, the other group gives the series', () => {
    const model = chartModel(
      {
        main: ready(
          [category, week, field('reports')],
          [
            ['waste', '2026-11-09', 3],
            ['light', '2026-11-16', 2],
          ],
        ),
      },
      setting,
    );
    expect(model?.points.map((point) => point.label)).toEqual(['tuần 46', 'tuần 47']);
    expect(model?.series.map(({ name, values }) => [name, values])).toEqual([
      ['light', [0, 2]],
      ['Rác', [3, 0]],
    ]);
  });

  test('of more than six groups five are named and the rest is added up', () => {
    const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((code, index) => [code, '2026-11-16', 10 - index]);
    const series = chartModel({ main: ready([category, week, field('reports')], rows) }, setting)?.series ?? [];
    expect(series.map(({ name, total, slot }) => [name, total, slot])).toEqual([
      ['a', 10, 1],
      ['b', 9, 2],
      ['c', 8, 3],
      ['d', 7, 4],
      ['e', 6, 5],
      ['Khác', 9, 0],
    ]);
  });
});

describe('a chart over names', () => {
  test('a row without a name is not lost', () => {
    const ward = field('ward', { type: 'unit', values: { '22918@2025-07-01': { vi: 'Mũi Né' } } });
    const model = chartModel(
      {
        main: ready(
          [ward, field('reports')],
          [
            ['22918@2025-07-01', 4],
            [null, 1],
          ],
        ),
      },
      setting,
    );
    expect(model?.points.map((point) => point.label)).toEqual(['Mũi Né', 'không rõ']);
  });

  test('a result without groups is no chart', () => {
    expect(chartModel({ main: ready([field('value')], [[3]]) }, setting)).toBeUndefined();
    expect(chartModel({ main: { state: 'loading' } }, setting)).toBeUndefined();
  });
});
