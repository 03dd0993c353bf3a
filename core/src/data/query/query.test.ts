import type { Filter, Query } from '@haidang/sdk';
import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { type Caller, localCaller } from '../../access/caller.ts';
import { UnitStore } from '../unit-store.ts';
import { formatInstant } from '../zone.ts';
import { prepareQuery } from './query.ts';
import { type TestQuery, testQuery } from './testing.ts';

describeDatabases('queries', (open) => {
  let at: TestQuery;
  beforeAll(async () => {
    at = await testQuery(await open(), {
      open: { formula: "count(report where status='new' and due_at<now)", unit: 'cases', frequency: 'live' },
      statistical: { formula: 'count(reading)', unit: '1', frequency: 'month', regime: 'statistical' },
    });
    await at.write('report', [
      { code: 'a', reported_at: '2026-11-20T08:00:00+07:00', status: 'new' },
      { code: 'b', reported_at: '2026-11-19T08:00:00+07:00' },
    ]);
  });
  const prepare = (query: Omit<Query, 'from'> & { from?: string }, caller: Caller = localCaller()) =>
    prepareQuery(at.context, { query: { from: 'test/report', ...query }, caller });

  test('a dataset that is not for the caller does not tell its fields', async () => {
    const only = (dataset: string): Caller => ({ id: 'x', language: 'vi', can: (permission) => permission === `${dataset}.read` });
    const cases: readonly [query: object, reads: string, closed: string][] = [
      [{ select: ['nothing'] }, 'test/category', 'test/report'],
      [{ where: { status: 'nothing' } }, 'test/category', 'test/report'],
      [{ measures: { n: { fn: 'sum', field: 'nothing' } } }, 'test/category', 'test/report'],
      [{ measures: { n: { fn: 'count' } }, by: ['nothing'] }, 'test/category', 'test/report'],
      [{ sort: ['nothing'] }, 'test/category', 'test/report'],
      [{ where: { 'category.nothing': 1 } }, 'test/report', 'test/category'],
      [{ where: { 'category.domain': 'nothing' } }, 'test/report', 'test/category'],
      [{}, 'test/category', 'test/report'],
    ];
    for (const [query, reads, dataset] of cases)
      expect(await at.refusal({ from: 'test/report', ...query }, only(reads)), JSON.stringify(query)).toEqual({
        code: 'forbidden',
        details: { dataset },
      });
  });

  test('what is wrong is named with its place', async () => {
    const cases: readonly [query: object, code: string, details: object][] = [
      [{ from: 'test/nothing' }, 'unknown-dataset', { dataset: 'test/nothing' }],
      [{ from: 'report' }, 'unknown-dataset', { dataset: 'report' }],
      [{ select: ['state'] }, 'unknown-field', { field: 'state', dataset: 'test/report', place: 'select.0' }],
      [{ where: { all: [{ not: { state: 1 } }] } }, 'unknown-field', { field: 'state', place: 'where.all.0.not.state' }],
      [{ where: { title: { field: 'constructor' } } }, 'unknown-field', { field: 'constructor', place: 'where.title' }],
      [{ select: ['category.color'] }, 'unknown-field', { field: 'category.color', dataset: 'test/category' }],
      [{ select: ['status.name'] }, 'unknown-field', { field: 'status' }],
      [{ select: ['category.domain.x'] }, 'unknown-field', { field: 'category.domain.x' }],
      [{ sort: ['-state'] }, 'unknown-field', { field: 'state', place: 'sort.0' }],
      [{ measures: { n: { fn: 'count' } }, sort: ['m'] }, 'unknown-field', { field: 'm', place: 'sort.0', allowed: ['n'] }],
      [
        { where: { ward: '22918' } },
        'unit-version-missing',
        {
          unit: '22918',
          versions: [
            { key: '22918@2025-03-01', title: 'Phường Hàm Tiến' },
            { key: '22918@2025-07-01', title: 'Phường Mũi Né' },
          ],
        },
      ],
      [{ where: { ward: { within: '1@2025-07-01' } } }, 'unknown-unit', { unit: '1@2025-07-01' }],
      [{ where: { votes: 'many' } }, 'bad-request', { path: 'where.votes', field: 'votes' }],
      [{ where: { status: { in: ['new', 'closed'] } } }, 'bad-request', { path: 'where.status.in.1', value: 'closed' }],
      [{ where: { reported_at: { gte: '2026-02-30' } } }, 'bad-request', { path: 'where.reported_at.gte' }],
      [{ where: { reported_at: { gte: 'now-3x' } } }, 'bad-request', { path: 'where.reported_at.gte' }],
      [{ where: { reported_at: { gte: 'now-9999999y' } } }, 'bad-request', { path: 'where.reported_at.gte' }],
      [{ where: { tags: 'x' } }, 'bad-request', { path: 'where.tags' }],
      [{ where: { tags: { in: ['x'] } } }, 'bad-request', { path: 'where.tags.in.0' }],
      [{ time: { last: 'P9999Y' } }, 'bad-request', { path: 'time.last' }],
      [{ where: { title: { gt: { field: 'votes' } } } }, 'bad-request', { path: 'where.title.gt' }],
      [{ where: { status: { has: 'new' } } }, 'bad-request', { path: 'where.status.has' }],
      [{ where: { title: { near: [0, 0, 1] } } }, 'bad-request', { path: 'where.title.near' }],
      [{ where: { ward: { gt: '22918@2025-03-01' } } }, 'bad-request', { path: 'where.ward.gt' }],
      [{ where: { status: { like: 'n' } } }, 'bad-request', { path: 'where.status.like' }],
      [{ where: { title: 'a\0b' } }, 'bad-request', {}],
      [{ where: { tags: { has: '\ud83d' } } }, 'bad-request', { path: 'where.tags.has' }],
      [{ where: { title: { in: ['\udc00'] } } }, 'bad-request', {}],
      [{ where: { score: { gt: Number.POSITIVE_INFINITY } } }, 'bad-request', {}],
      [{ where: { point: { near: [0, 0, Number.NaN] } } }, 'bad-request', {}],
      [{ limit: Number.POSITIVE_INFINITY }, 'bad-request', { path: 'limit' }],
      [{ time: { from: '2026-11-02', to: '2026-11-01' } }, 'bad-request', { path: 'time.to' }],
      [{ time: { from: '2026-11-02', to: '2026-11-02' } }, 'bad-request', { path: 'time.to' }],
      [{ select: ['status" FROM meta; --'] }, 'unknown-field', {}],
      [{ where: { '__proto__.x': 1 } }, 'unknown-field', {}],
      [{ measures: { 'n" ': { fn: 'count' } } }, 'bad-request', {}],
      [{ where: { all: [], status: 'new' } }, 'bad-request', {}],
      [{ limit: 10_001 }, 'bad-request', { path: 'limit' }],
      [{ limit: 0 }, 'bad-request', { path: 'limit' }],
      [{ colour: 'red' }, 'bad-request', { path: 'colour' }],
      [{ by: ['status'] }, 'bad-request', { path: 'by' }],
      [{ by: ['tags'], measures: { n: { fn: 'count' } } }, 'bad-request', { path: 'by.0' }],
      [{ by: ['status', 'status'], measures: { n: { fn: 'count' } } }, 'bad-request', { path: 'by.1' }],
      [{ by: [{ field: 'title', grain: 'day' }], measures: { n: { fn: 'count' } } }, 'bad-request', { path: 'by.0' }],
      [{ by: [{ field: 'day', grain: 'hour' }], measures: { n: { fn: 'count' } } }, 'bad-request', { path: 'by.0' }],
      [{ measures: { n: { fn: 'sum', field: 'status' } } }, 'bad-request', { path: 'measures.n.field' }],
      [{ measures: { n: { fn: 'sum' } } }, 'bad-request', { path: 'measures.n.field' }],
      [{ measures: { n: { fn: 'count', field: 'votes' } } }, 'bad-request', { path: 'measures.n.field' }],
      [{ measures: {} }, 'bad-request', { path: 'measures' }],
      [{ measures: { 'n"; drop table x': { fn: 'count' } } }, 'bad-request', {}],
      [{ measures: { status: { fn: 'count' } }, by: ['status'] }, 'bad-request', { path: 'measures.status' }],
      [
        { measures: { n: { fn: 'count' }, n_previous: { fn: 'count' } }, time: 'month', compare: ['previous'] },
        'bad-request',
        { path: 'measures.n_previous' },
      ],
      [{ measures: { n: { fn: 'count' } }, compare: ['previous'] }, 'bad-request', { path: 'compare' }],
      [{ from: 'test/category', time: 'month' }, 'bad-request', { path: 'time' }],
      [{ time: { said: 'bao giờ' } }, 'bad-request', { path: 'time.said' }],
      [{ time: 'fortnight' }, 'bad-request', { path: 'time' }],
      [
        { measures: { n: { fn: 'count' } }, time: 'month', by: [{ field: 'reported_at', grain: 'week' }], compare: ['tet-aligned'] },
        'bad-request',
        { path: 'by.0' },
      ],
      [{ measures: { n: { fn: 'count' } }, time: 'month', compare: ['plan'] }, 'bad-request', { path: 'compare' }],
      [{ asAt: '2026-11-20T08:00:00+07:00' }, 'bad-request', { path: 'asAt', dataset: 'test/report' }],
      [{ asAt: '2026-11-22T08:00:00+07:00' }, 'bad-request', { path: 'asAt' }],
      [{ asAt: 'hôm qua' }, 'bad-request', { path: 'asAt' }],
      [{ select: ['code', 'code'] }, 'bad-request', { path: 'select' }],
    ];
    for (const [query, code, details] of cases)
      expect(await at.refusal({ from: 'test/report', ...query }), JSON.stringify(query)).toMatchObject({ code, details });
  });

  test('the size of a query is limited', async () => {
    let deep: object = { status: 'new' };
    for (let depth = 0; depth < 100_000; depth++) deep = { not: deep };
    expect(await at.refusal({ from: 'test/report', where: deep })).toMatchObject({
      code: 'bad-request',
      details: { reason: expect.stringContaining('10 deep') },
    });
    const ten = { not: { not: { not: { not: { not: { not: { not: { not: { not: { not: { code: 'a' } } } } } } } } } } };
    expect(await at.rows({ from: 'test/report', select: ['code'], where: ten })).toEqual([['a']]);
    expect(await at.refusal({ from: 'test/report', where: { not: ten } })).toMatchObject({ code: 'bad-request' });
    expect(await at.refusal({ from: 'test/report', where: { any: Array.from({ length: 201 }, () => ({ status: 'new' })) } })).toMatchObject(
      { code: 'bad-request' },
    );
    expect(
      await at.rows({ from: 'test/report', select: ['code'], where: { any: Array.from({ length: 200 }, () => ({ status: 'new' })) } }),
    ).toEqual([['a']]);
    const many = Array.from({ length: 1000 }, (_, index) => `x${index}`);
    expect(await at.rows({ from: 'test/report', where: { any: Array.from({ length: 10 }, () => ({ code: { in: many } })) } })).toEqual([]);
    expect(
      await at.refusal({ from: 'test/report', where: { any: Array.from({ length: 11 }, () => ({ code: { in: many } })) } }),
    ).toMatchObject({ code: 'bad-request' });
  });

  test('one answer is shared by those who ask the same and may see the same', () => {
    const key = (query: Omit<Query, 'from'>, caller?: Caller) => prepare(query, caller).key;
    const only = (status: string): Caller => ({ ...localCaller(), rows: (name) => (name === 'test/report' ? { status } : undefined) });
    const few = only('new');
    expect(key({ select: ['code'], limit: 3 })).toBe(key({ limit: 3, select: ['code'] }));
    expect(key({ limit: 3 })).not.toBe(key({ limit: 4 }));
    expect(key({}, { ...localCaller(), id: 'other' })).toBe(key({}));
    expect(key({}, few)).not.toBe(key({}));
    expect(key({}, only('done'))).not.toBe(key({}, few));
    expect(key({}, { ...only('new'), id: 'other' })).toBe(key({}, few));
    expect(key({}, { ...localCaller(), can: () => true })).not.toBe(key({}));
    expect(key({}, localCaller('en'))).not.toBe(key({}));
  });

  test('a scope that says nothing known opens nothing', () => {
    const scope = { title: { eq: 'a' } } as unknown as Filter;
    expect(() => prepare({}, { ...localCaller(), rows: () => scope })).toThrow(/bad-request/);
  });

  test('tells which datasets can move the answer', () => {
    const report = ['quality:test/report', 'test/report'];
    const datasets = (query: Omit<Query, 'from'> & { from?: string }) => [...prepare(query).datasets].sort();
    expect(datasets({ select: ['code'] })).toEqual(report);
    expect(datasets({ select: ['category'] })).toEqual([report[0], 'test/category', report[1]]);
    expect(datasets({ select: ['code'], where: { 'category.domain': 'waste' } })).toEqual([report[0], 'test/category', report[1]]);
    expect(datasets({ select: ['ward'] })).toEqual([...report, 'unit']);
    expect(datasets({ select: ['code'], where: { ward: { within: 'this_unit' } } })).toEqual([...report, 'unit']);
    expect(datasets({ from: 'test/open' })).toEqual(report);
    expect(datasets({ from: 'test/category' })).toEqual(['test/category']);
  });

  test('tells when the clock alone can move the answer', async () => {
    const wake = async (query: Omit<Query, 'from'> & { from?: string }) => {
      const { wakeAt } = await prepare({ select: ['code'], ...query, ...(query.measures && { select: undefined }) }).run();
      return wakeAt === undefined ? undefined : formatInstant(wakeAt);
    };
    // The newest report is of 20 November and the next day's is due at 17:00.
    expect(await wake({})).toBe('2026-11-21T17:00:00+07:00');
    expect(await wake({ where: { due_at: { lt: 'now' } } })).toBe('2026-11-21T14:33:00+07:00');
    expect(await wake({ time: { last: 'P1D' } })).toBe('2026-11-21T14:33:00+07:00');
    expect(await wake({ measures: { n: { fn: 'count' } }, time: 'month', compare: ['previous'] })).toBe('2026-11-21T14:33:00+07:00');
    expect(await wake({ measures: { n: { fn: 'count' } }, time: { said: 'q4/2026' }, compare: ['previous'] })).toBe(
      '2026-11-21T14:33:00+07:00',
    );
    at.setNow('2026-11-21T23:10:00');
    expect(await wake({})).toBeUndefined();
    expect(await wake({ where: { day: { gt: 'today-3d' } } })).toBe('2026-11-22T00:00:00+07:00');
    expect(await wake({ time: 'month' })).toBe('2026-11-22T00:00:00+07:00');
    expect(await wake({ time: { from: '2026-11-01', to: '2026-12-01' } })).toBeUndefined();
    at.setNow('2026-11-21T14:32:07');
  });

  test('trust tells how fresh the data are, within what the caller sees', async () => {
    const { trust } = await at.query({ from: 'test/report' });
    expect(trust).toMatchObject({
      asOf: '2026-11-20T08:00:00+07:00',
      receivedAt: '2026-11-21T14:32:07+07:00',
      dueAt: '2026-11-21T17:00:00+07:00',
      freshness: 'on-time',
      status: 'operational',
      n: 2,
    });
    const unknown = { grade: 'unknown', why: 'not-assessed' };
    expect(trust.quality).toEqual({ correct: unknown, complete: unknown, clean: unknown, live: unknown });
    expect((await at.query({ from: 'test/report', time: { from: '2026-11-19', to: '2026-11-20' } })).trust).toMatchObject({
      asOf: '2026-11-19T08:00:00+07:00',
      freshness: 'on-time',
    });
    expect((await at.query({ from: 'test/report' }, { ...localCaller(), rows: () => ({ code: 'b' }) })).trust).toMatchObject({
      asOf: '2026-11-19T08:00:00+07:00',
      freshness: 'late',
      n: 1,
    });
    expect((await at.query({ from: 'test/statistical' })).trust).toMatchObject({ freshness: 'unknown', status: 'preliminary', n: 0 });
    expect((await at.query({ from: 'test/reading' })).trust).not.toHaveProperty('asOf');
    at.setNow('2026-11-21T18:00:00');
    expect((await at.query({ from: 'test/report' })).trust.freshness).toBe('due');
    at.setNow('2026-11-21T23:00:00');
    expect((await at.query({ from: 'test/report' })).trust.freshness).toBe('late');
    at.setNow('2026-11-21T14:32:07');
  });

  test('a prepared query knows units that came later', async () => {
    await at.write('report', [{ code: 'u', reported_at: '2020-01-01T08:00:00+07:00', ward: '22918@2025-07-01' }]);
    const prepared = prepare({ select: ['code'], where: { ward: { within: '24769@2025-07-01' } } });
    expect((await prepared.run()).result.rows).toEqual([]);
    const units = at.context.units;
    if (!(units instanceof UnitStore)) throw new Error('not the store');
    await units.load([], [{ from: '24769@2025-07-01', to: '22918@2025-07-01' }]);
    expect((await prepared.run()).result.rows).toEqual([['u']]);
  });

  test('a prepared query runs at the time of each run', async () => {
    const prepared = prepare({ select: ['code'], time: 'today', where: { reported_at: { lte: 'now' } } });
    expect((await prepared.run()).result.rows).toEqual([]);
    at.setNow('2026-11-20T09:00:00');
    expect((await prepared.run()).result.rows).toEqual([['a']]);
    at.setNow('2026-11-21T14:32:07');
  });
});
