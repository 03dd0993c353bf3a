import type { Query } from '@haidang/sdk';
import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import type { Row } from '../cells.ts';
import { type TestQuery, testQuery } from './testing.ts';

const day = (date: string, time = '08:00:00') => `${date}T${time}+07:00`;
const reports: readonly Row[] = [
  { code: 'a', reported_at: day('2026-11-02'), status: 'new', category: 'trash', ward: '22915@2025-03-01', votes: 3, score: 1.5 },
  { code: 'b', reported_at: day('2026-11-02', '00:00:00'), status: 'done', category: 'horn', ward: '22918@2025-03-01', votes: 1 },
  { code: 'c', reported_at: day('2026-11-01', '23:59:59'), status: 'done', ward: '22918@2025-07-01', votes: 6, score: 4 },
  { code: 'd', reported_at: day('2026-10-05'), status: 'new', category: 'trash', ward: '23000@2025-03-01', votes: 3, score: -2 },
  { code: 'e', reported_at: day('2026-10-31'), status: 'new', ward: '593@2025-03-01', votes: 10 },
  { code: 'f', reported_at: day('2025-11-02'), status: 'done', category: 'horn', votes: 2 },
  { code: 'g', reported_at: day('2025-11-25'), status: 'done' },
];

describeDatabases('measures', (open) => {
  let at: TestQuery;
  beforeAll(async () => {
    at = await testQuery(await open());
    await at.write('category', [
      { code: 'trash', name_vi: 'Rác', domain: 'waste' },
      { code: 'horn', name_vi: 'Còi', domain: 'noise' },
    ]);
    await at.write('report', reports);
    await at.write('reading', [
      { station: 's', date: '2026-11-01', ward: '22915@2025-03-01', level: 1 },
      { station: 's', date: '2026-11-03', ward: '22915@2025-03-01', level: 2.5 },
      { station: 's', date: '2026-11-04', ward: '22915@2025-03-01' },
      { station: 't', date: '2026-10-31', ward: '22918@2025-03-01', level: 7 },
      { station: 't', date: '2026-11-03', ward: '22918@2025-03-01', level: 9 },
    ]);
  });
  const ask = (query: Omit<Query, 'from'>) => at.rows({ from: 'test/report', ...query });

  test('of the largest numbers that are kept are the same numbers on both databases', async () => {
    const big = await testQuery(await open());
    const reported_at = day('2026-11-02');
    await big.write('report', [
      { code: 'a', reported_at, votes: Number.MAX_SAFE_INTEGER, score: 1e140 },
      { code: 'b', reported_at, votes: Number.MAX_SAFE_INTEGER, score: 1e140 },
      { code: 'c', reported_at, votes: -1, score: 5e-324 },
    ]);
    const of = (field: string) =>
      Object.fromEntries((['sum', 'avg', 'min', 'max', 'median', 'p90'] as const).map((fn) => [fn, { fn, field }] as const));
    expect(await big.rows({ from: 'test/report', measures: of('votes') })).toEqual([
      [2 ** 54 - 4, expect.closeTo(2 ** 54 / 3, -2), -1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ]);
    expect(await big.rows({ from: 'test/report', measures: of('score') })).toEqual([[2e140, 2e140 / 3, 5e-324, 1e140, 1e140, 1e140]]);
    expect(await big.rows({ from: 'test/report', where: { votes: { in: [Number.MAX_SAFE_INTEGER, 1.5] } }, select: ['code'] })).toEqual([
      ['a'],
      ['b'],
    ]);
    expect(await big.rows({ from: 'test/report', where: { score: { gt: 1e140 } }, select: ['code'] })).toEqual([]);
  });

  test('rest on the rows that count in one of them, whether these are read alone or with others', async () => {
    const done = { fn: 'count', where: { status: 'done' } } as const;
    const many = { fn: 'sum', field: 'votes', where: { votes: { gte: 6 } } } as const;
    const trustOf = async (query: Omit<Query, 'from'>) => {
      const { rows, trust } = await at.query({ from: 'test/report', ...query });
      return { rows, n: trust.n };
    };
    expect(await trustOf({ measures: { done } })).toEqual({ rows: [[4]], n: 4 });
    expect(await trustOf({ measures: { done, many } })).toEqual({ rows: [[4, 16]], n: 5 });
    expect(await trustOf({ measures: { done, all: { fn: 'count' } } })).toEqual({ rows: [[4, 7]], n: 7 });
    expect(await trustOf({ measures: { none: { fn: 'count', where: { any: [] } } } })).toEqual({ rows: [[0]], n: 0 });
    expect(await trustOf({ measures: { all: { fn: 'count', where: { all: [] } } } })).toEqual({ rows: [[7]], n: 7 });
    expect(await trustOf({ measures: { done }, by: ['category'] })).toEqual({
      rows: [
        ['horn', 2],
        ['trash', 0],
        [null, 2],
      ],
      n: 4,
    });
  });

  test('of figures that share a part of their condition', async () => {
    const where = (status: string) => ({ all: [{ votes: { gte: 2 } }, { status }] });
    expect(
      await ask({
        measures: {
          fresh: { fn: 'count', where: where('new') },
          done: { fn: 'count', where: where('done') },
          newest: { fn: 'last', field: 'votes', where: where('new') },
          half: { fn: 'median', field: 'votes', where: where('done') },
        },
      }),
    ).toEqual([[3, 2, 3, 4]]);
  });

  test('figures of all rows, each with its own condition', async () => {
    const { fields, rows, trust } = await at.query({
      from: 'test/report',
      measures: {
        all: { fn: 'count' },
        open: { fn: 'count', where: { not: { status: 'done' } } },
        votes: { fn: 'sum', field: 'votes' },
        mean: { fn: 'avg', field: 'votes' },
        least: { fn: 'min', field: 'score' },
        first: { fn: 'min', field: 'reported_at' },
        kinds: { fn: 'count-distinct', field: 'category' },
        middle: { fn: 'median', field: 'votes' },
        high: { fn: 'p90', field: 'votes' },
        newest: { fn: 'last', field: 'status', where: { category: { empty: false } } },
        none: { fn: 'sum', field: 'votes', where: { status: 'rejected' } },
      },
    });
    expect(rows).toEqual([[7, 3, 25, 25 / 6, -2, '2025-11-02T08:00:00+07:00', 2, 3, 8, 'new', null]]);
    expect(fields.map(({ type, unit }) => (unit ? `${type} ${unit}` : type)).join()).toBe(
      'integer,integer,integer,number,number h,date-time,integer,number,number,string,integer',
    );
    expect(fields[0]?.label).toEqual({ vi: 'Phản ánh', en: 'Reports' });
    expect(fields[9]?.values).toEqual({ new: { vi: 'Mới', en: 'New' } });
    expect(trust.n).toBe(7);
  });

  test('without rows a count is 0 and everything else has no value', async () => {
    const measures = {
      n: { fn: 'count' },
      kinds: { fn: 'count-distinct', field: 'category' },
      sum: { fn: 'sum', field: 'votes' },
      middle: { fn: 'median', field: 'votes' },
      newest: { fn: 'last', field: 'votes' },
    } as const;
    expect(await ask({ measures, where: { status: 'rejected' } })).toEqual([[0, 0, null, null, null]]);
    expect(await ask({ measures, where: { status: 'rejected' }, by: ['ward'] })).toEqual([]);
  });

  test('groups by field, missing values last', async () => {
    expect(await ask({ measures: { n: { fn: 'count' }, middle: { fn: 'median', field: 'votes' } }, by: ['category'] })).toEqual([
      ['horn', 2, 1.5],
      ['trash', 2, 3],
      [null, 3, 8],
    ]);
    expect(await ask({ measures: { n: { fn: 'count' } }, by: ['category.domain', 'status'], sort: ['-n', 'status'] })).toEqual([
      ['noise', 'done', 2],
      [null, 'done', 2],
      ['waste', 'new', 2],
      [null, 'new', 1],
    ]);
  });

  test('groups by level of unit', async () => {
    const query = { measures: { n: { fn: 'count' } }, by: [{ field: 'ward', grain: 'province' }] } as const;
    const { rows, fields } = await at.query({ from: 'test/report', ...query });
    expect(rows).toEqual([
      ['60@2025-03-01', 4],
      ['68@2025-07-01', 1],
      [null, 2],
    ]);
    expect(fields[0]?.values).toEqual({ '60@2025-03-01': { vi: 'Tỉnh Bình Thuận' }, '68@2025-07-01': { vi: 'Tỉnh Lâm Đồng' } });
    expect(
      await ask({
        measures: { n: { fn: 'count' }, votes: { fn: 'p90', field: 'votes' } },
        by: [{ field: 'ward', grain: 'ward' }],
        where: { votes: { empty: false } },
      }),
    ).toEqual([
      ['22915@2025-03-01', 1, 3],
      ['22918@2025-03-01', 1, 1],
      ['22918@2025-07-01', 1, 6],
      ['23000@2025-03-01', 1, 3],
      [null, 2, 9.2],
    ]);
  });

  test('groups by steps of local time', async () => {
    const by = (grain: 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year') =>
      ask({ measures: { n: { fn: 'count' } }, by: [{ field: 'reported_at', grain }], where: { reported_at: { gte: '2026-10-30' } } });
    expect(await by('hour')).toEqual([
      ['2026-10-31T08:00:00+07:00', 1],
      ['2026-11-01T23:00:00+07:00', 1],
      ['2026-11-02T00:00:00+07:00', 1],
      ['2026-11-02T08:00:00+07:00', 1],
    ]);
    expect(await by('day')).toEqual([
      ['2026-10-31', 1],
      ['2026-11-01', 1],
      ['2026-11-02', 2],
    ]);
    // 1 November 2026 is a Sunday.
    expect(await by('week')).toEqual([
      ['2026-10-26', 2],
      ['2026-11-02', 2],
    ]);
    expect(await by('month')).toEqual([
      ['2026-10-01', 1],
      ['2026-11-01', 3],
    ]);
    expect(await by('quarter')).toEqual([['2026-10-01', 4]]);
    expect(await by('year')).toEqual([['2026-01-01', 4]]);
    const { fields } = await at.query({
      from: 'test/report',
      measures: { n: { fn: 'count' } },
      by: [{ field: 'reported_at', grain: 'month' }],
    });
    expect(fields[0]).toMatchObject({ type: 'date', grain: 'month' });
  });

  test('groups days by week, month and quarter', async () => {
    const by = (grain: 'day' | 'week' | 'month' | 'quarter') =>
      at.rows({ from: 'test/reading', measures: { sum: { fn: 'sum', field: 'level' } }, by: [{ field: 'date', grain }] });
    expect(await by('week')).toEqual([
      ['2026-10-26', 8],
      ['2026-11-02', 11.5],
    ]);
    expect(await by('month')).toEqual([
      ['2026-10-01', 7],
      ['2026-11-01', 12.5],
    ]);
    expect(await by('quarter')).toEqual([['2026-10-01', 19.5]]);
  });

  test('the newest value is that of the newest row that has one', async () => {
    expect(
      await at.rows({
        from: 'test/reading',
        measures: { level: { fn: 'last', field: 'level' }, day: { fn: 'last', field: 'date' } },
        by: ['station'],
      }),
    ).toEqual([
      ['s', 2.5, '2026-11-04'],
      ['t', 9, '2026-11-03'],
    ]);
  });

  test('groups are sorted by any column and cut into pages', async () => {
    const query = {
      from: 'test/report',
      measures: { votes: { fn: 'sum', field: 'votes' }, n: { fn: 'count' } },
      by: ['ward'],
      sort: ['-votes'],
    } as const;
    const whole = await at.rows(query);
    expect(whole.map(([ward, votes]) => [ward, votes])).toEqual([
      ['593@2025-03-01', 10],
      ['22918@2025-07-01', 6],
      ['22915@2025-03-01', 3],
      ['23000@2025-03-01', 3],
      [null, 2],
      ['22918@2025-03-01', 1],
    ]);
    const pages: unknown[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const page = await at.query({ ...query, limit: 2, ...(after !== undefined && { after }) });
      pages.push(...page.rows);
      after = page.next;
      more = after !== undefined;
    }
    expect(pages).toEqual(whole);
  });

  test('groups are not sorted by a figure that has no order', async () => {
    const query = { from: 'test/report', by: ['status'], measures: { tags: { fn: 'last', field: 'tags' } } } as const;
    expect(await at.refusal({ ...query, sort: ['-tags'] })).toMatchObject({
      code: 'bad-request',
      details: { path: 'sort.0', field: 'tags' },
    });
    expect(await at.rows({ ...query, sort: ['-status'], limit: 1 })).toHaveLength(1);
  });

  test('a period is compared with the one before and the one a year ago, as far as it has gone', async () => {
    const { fields, rows, period } = await at.query({
      from: 'test/report',
      measures: { n: { fn: 'count' }, votes: { fn: 'sum', field: 'votes' } },
      time: 'month',
      compare: ['previous', 'same-period-last-year'],
    });
    // "e" is of 31 October and "g" of 25 November: later in their months than now.
    expect(fields.map(({ name, compare }) => `${name}:${compare}`)).toEqual([
      'n:undefined',
      'n_previous:previous',
      'n_same_period_last_year:same-period-last-year',
      'votes:undefined',
      'votes_previous:previous',
      'votes_same_period_last_year:same-period-last-year',
    ]);
    expect(rows).toEqual([[3, 1, 1, 10, 3, 2]]);
    expect(period).toEqual({ from: '2026-11-01T00:00:00+07:00', to: '2026-12-01T00:00:00+07:00' });
    expect(fields[1]?.label).toEqual({ vi: 'Phản ánh, kỳ trước', en: 'Reports, period before' });
  });

  test('groups that only one of the periods has stand there too', async () => {
    expect(
      await ask({
        measures: { n: { fn: 'count' }, votes: { fn: 'sum', field: 'votes' } },
        by: ['category'],
        time: 'month',
        compare: ['previous'],
        sort: ['-n_previous', 'category'],
      }),
    ).toEqual([
      ['trash', 1, 1, 3, 3],
      ['horn', 1, 0, 1, null],
      [null, 1, 0, 6, null],
    ]);
    expect(
      await ask({
        measures: { n: { fn: 'count' } },
        by: ['ward'],
        where: { ward: '23000@2025-03-01' },
        time: 'month',
        compare: ['previous'],
      }),
    ).toEqual([['23000@2025-03-01', 0, 1]]);
  });

  test('time buckets of a comparison stand against those of the period', async () => {
    const counted = { measures: { n: { fn: 'count' } } } as const;
    expect(
      await ask({
        ...counted,
        by: [{ field: 'reported_at', grain: 'day' }],
        time: 'month',
        compare: ['previous', 'same-period-last-year'],
      }),
    ).toEqual([
      ['2026-11-01', 1, 0, 0],
      ['2026-11-02', 2, 0, 1],
      ['2026-11-05', 0, 1, 0],
    ]);
    expect(await ask({ ...counted, by: [{ field: 'reported_at', grain: 'month' }], time: 'year', compare: ['previous'] })).toEqual([
      ['2026-10-01', 2, 0],
      ['2026-11-01', 3, 1],
    ]);
    expect(await ask({ ...counted, by: [{ field: 'reported_at', grain: 'week' }], time: 'month', compare: ['previous'] })).toEqual([
      ['2026-10-26', 1, 0],
      ['2026-11-02', 2, 1],
    ]);
    expect(
      await ask({
        ...counted,
        by: [{ field: 'reported_at', grain: 'hour' }],
        time: { from: '2026-11-02', to: '2026-11-03' },
        compare: ['previous', 'same-period-last-year'],
      }),
    ).toEqual([
      ['2026-11-02T00:00:00+07:00', 1, 0, 0],
      ['2026-11-02T08:00:00+07:00', 1, 0, 1],
      ['2026-11-02T23:00:00+07:00', 0, 1, 0],
    ]);
  });

  test('illustrative rows are counted where they are used', async () => {
    await at.write('report', [{ code: 'z', reported_at: day('2020-01-01') }], true);
    expect((await at.query({ from: 'test/report', measures: { n: { fn: 'count' } } })).trust).toMatchObject({ n: 8, sample: 1 });
    expect((await at.query({ from: 'test/report', where: { code: { in: ['y', 'z'] } } })).trust).toMatchObject({ n: 1, sample: 1 });
    expect((await at.query({ from: 'test/report', measures: { n: { fn: 'count' } }, time: 'month' })).trust).not.toHaveProperty('sample');
  });
});
