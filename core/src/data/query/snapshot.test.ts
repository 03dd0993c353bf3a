import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { type Caller, localCaller } from '../../access/caller.ts';
import { changesSince } from '../changes.ts';
import type { Database } from '../database.ts';
import { isAfterOrAt } from '../position.ts';
import { UnitStore } from '../unit-store.ts';
import { prepareQuery } from './query.ts';
import { type TestQuery, testQuery } from './testing.ts';

describeDatabases('what an answer has seen', (open) => {
  let database: Database;
  let at: TestQuery;

  beforeEach(async () => {
    database = await open();
    at = await testQuery(database);
    await at.write('category', [{ code: 'c', name_vi: '0' }]);
    await at.write('report', [{ code: 'a', title: '0', category: 'c', reported_at: '2026-11-20T00:00:00+07:00' }]);
  });
  afterEach(() => database.close());

  test('rows, names, figures and trust are of one state', async () => {
    let isWriting = true;
    const writing = (async () => {
      for (let step = 1; isWriting; step++)
        await database.dialect.transaction(database.write, async (connection) => {
          await connection('d_test__report').update({ title: String(step), votes: step, _received_at: step });
          await connection('d_test__category').update({ name_vi: String(step) });
        });
    })();
    const seen = new Set<string>();
    try {
      for (const until = Date.now() + 10_000; seen.size < 10 && Date.now() < until; ) {
        const [rows, groups] = await Promise.all([
          at.query({ from: 'test/report', select: ['title', 'category', 'votes'] }),
          at.query({
            from: 'test/report',
            by: ['category'],
            measures: {
              votes: { fn: 'sum', field: 'votes' },
              middle: { fn: 'median', field: 'votes' },
              last: { fn: 'last', field: 'title' },
            },
          }),
        ]);
        if (rows.rows[0]?.[0] === '0') continue;
        const [title, , votes] = rows.rows[0] ?? [];
        const name = rows.fields[1]?.values?.c?.vi;
        expect([name, String(votes), Date.parse(rows.trust.receivedAt ?? '')]).toEqual([title, title, Number(title)]);
        const [, sum, middle, last] = groups.rows[0] ?? [];
        if (sum === null) continue;
        expect([groups.fields[0]?.values?.c?.vi, String(sum), String(middle), Date.parse(groups.trust.receivedAt ?? '')]).toEqual([
          last,
          last,
          last,
          Number(last),
        ]);
        seen.add(String(title));
      }
    } finally {
      isWriting = false;
      await writing;
    }
    expect(seen.size).toBe(10);
  });

  test('a write that was kept before is in it, also one of another process', async () => {
    const query = {
      from: 'test/report',
      select: ['code', 'title', 'category'],
      where: { ward: { within: '593@2025-03-01' } },
      time: 'month',
    } as const;
    const figures = { from: 'test/report', by: ['ward'], measures: { n: { fn: 'count' } } } as const;
    // Another centre on the same database, as another process has it.
    const elsewhere = await testQuery(database);
    for (let round = 1; round <= 25; round++) {
      const writer = round % 2 === 0 ? at : elsewhere;
      await writer.write('category', [{ code: 'c', name_vi: `tên ${round}` }]);
      await writer.write('report', [
        { code: `r${round}`, title: `${round}`, category: 'c', ward: '22915@2025-03-01', reported_at: '2026-11-20T00:00:00+07:00' },
      ]);
      const { rows, fields, trust } = await at.query(query);
      expect(rows).toHaveLength(round);
      expect(fields[2]?.values).toEqual({ c: { vi: `tên ${round}` } });
      expect(trust.n).toBe(round);
      expect(await at.rows(figures)).toEqual([
        ['22915@2025-03-01', round],
        [null, 1],
      ]);
    }
  });

  test('illustrative rows are counted from the first and no longer when they have become real', async () => {
    const figures = { from: 'test/report', measures: { n: { fn: 'count' } }, where: { category: 'c' } } as const;
    const sample = async () => (await at.query(figures)).trust.sample;
    expect(await sample()).toBeUndefined();
    await at.write('report', [{ code: 's', category: 'c', reported_at: '2026-11-20T00:00:00+07:00' }], true);
    await at.write('report', [{ code: 't', reported_at: '2026-11-20T00:00:00+07:00' }], true);
    expect(await sample()).toBe(1);
    await at.write('report', [{ code: 's', category: 'c', reported_at: '2026-11-20T00:00:00+07:00' }]);
    expect(await sample()).toBeUndefined();
  });

  test('units that were linked since are asked for', async () => {
    await at.write('report', [{ code: 'u', ward: '22918@2025-07-01', reported_at: '2026-11-20T00:00:00+07:00' }]);
    const query = { from: 'test/report', select: ['code'], where: { ward: { within: '24769@2025-07-01' } } } as const;
    expect([await at.rows(query), await at.rows(query)]).toEqual([[], []]);
    const { units } = at.context;
    if (!(units instanceof UnitStore)) throw new Error('not the store');
    await units.load([], [{ from: '24769@2025-07-01', to: '22918@2025-07-01' }]);
    expect(await at.rows(query)).toEqual([['u']]);
  });

  test('a permission that is gone is gone at once', async () => {
    let may = true;
    const caller: Caller = { ...localCaller(), can: (permission) => may || !permission.endsWith('.personal') };
    const query = { from: 'test/report', select: ['phone'] };
    expect(await at.rows(query, caller)).toEqual([[null]]);
    may = false;
    expect(await at.refusal(query, caller)).toMatchObject({ code: 'forbidden' });
  });

  test('the position that comes with it lies before what it does not hold', async () => {
    const prepared = prepareQuery(at.context, { query: { from: 'test/report', measures: { n: { fn: 'count' } } }, caller: localCaller() });
    const { mark } = await changesSince(database, undefined);
    const before = await prepared.run();
    await at.write('report', [{ code: 'b', reported_at: '2026-11-20T00:00:00+07:00' }]);
    const last = (await changesSince(database, mark)).changes.get('test/report');
    const after = await prepared.run();
    expect([before.result.rows, after.result.rows]).toEqual([[[1]], [[2]]]);
    expect(last !== undefined && isAfterOrAt(before.at, last)).toBe(false);
    expect(isAfterOrAt(after.at, before.at)).toBe(true);
  });
});
