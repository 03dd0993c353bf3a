import { type Dataset, type Indicator, type Query, schema } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import type { Row } from '../cells.ts';
import type { DataContext } from '../context.ts';
import type { Database } from '../database.ts';
import { runQuery } from '../query/query.ts';
import { deleteRecord, patchRecord } from '../record.ts';
import { tendRollups } from '../rollup/job.ts';
import { findSparse } from '../rollup/sparse.ts';
import { testContext } from '../testing.ts';
import { type WriteOutcome, writeRecords } from '../write.ts';
import { removeExpired } from './remove-expired.ts';

const day = 86_400_000;
const instant = { type: 'string', format: 'date-time' } as const;
const date = { type: 'string', format: 'date' } as const;
const caller = localCaller();

function dataset(keep?: Dataset['keep'], time: typeof instant | typeof date = instant, more: Partial<Dataset> = {}): Dataset {
  const row = schema({
    required: ['code', 'at'],
    properties: {
      code: { type: 'string', format: 'code' },
      status: { type: 'string', enum: ['new', 'done'] },
      at: time,
      due_at: instant,
    },
  });
  return { row, key: ['code'], time: 'at', ...(keep && { keep }), ...more };
}

const counts = (formula: string): Indicator => ({ formula, unit: '1', frequency: 'live', by: ['status'] });
const indicators = {
  received: counts('count(report where at in period)'),
  open: counts("count(report where status='new')"),
  overdue: counts("count(report where due_at<now and status='new')"),
  share: counts("100*count(report where at in period and status='new')/count(report where status='new')"),
};
const period = { from: '2026-09-01', to: '2026-10-05' };

describeDatabases('figures of rows that were kept long enough', (open) => {
  async function begin(keep: Dataset['keep'], time?: typeof instant | typeof date, more?: Partial<Dataset>) {
    const database = await open();
    let now = Date.parse('2026-10-01T12:00:00+07:00');
    const clock = { now: () => now };
    const make = (length?: Dataset['keep'], of = time) =>
      testContext(database, { datasets: { report: dataset(length, of, more), other: dataset(length) }, indicators, clock });
    return {
      database,
      make,
      context: await make(keep),
      pass(days: number) {
        now += days * day;
      },
    };
  }

  const write = (
    context: DataContext,
    rows: readonly Row[],
    more: { readonly sample?: true; readonly dataset?: string } = {},
  ): Promise<WriteOutcome> =>
    writeRecords(context, { dataset: 'test/report', rows: rows.map((row, index) => ({ line: index + 1, row })), caller, ...more });
  const ask = async (context: DataContext, query: Partial<Query>) =>
    (await runQuery(context, { query: { from: 'test/received', ...query }, caller })).rows;
  const settle = async (context: DataContext) => {
    while (await tendRollups(context));
  };
  const removeAll = async (context: DataContext) => {
    while (await removeExpired(context));
  };
  const count = async (database: Database, table: string) => Number((await database.read(table).count({ n: '*' }).first())?.n);

  test('stay at every moment, also where there are hardly fewer cells than rows', async () => {
    const { context, pass, database } = await begin('P30D');
    await write(context, [
      { code: 'a', at: '2026-09-15T08:00:00+07:00' },
      { code: 'b', at: '2026-09-16T08:00:00+07:00' },
    ]);
    await settle(context);
    await findSparse(context);
    pass(60);
    await removeAll(context);
    expect(await count(database, 'd_test__report')).toBe(0);
    expect(await ask(context, { time: period })).toEqual([[2]]);
    await settle(context);
    await findSparse(context);
    expect(await ask(context, { time: period })).toEqual([[2]]);
  });

  test('count them in their day, not among what there is now', async () => {
    const { context, pass } = await begin('P30D');
    const of = (code: string, at: string) => ({ code, status: 'new', at: `${at}T08:00:00+07:00`, due_at: `${at}T20:00:00+07:00` });
    await write(context, [of('a', '2026-09-10'), of('b', '2026-09-10'), of('c', '2026-09-11'), of('d', '2026-10-01')]);
    await settle(context);
    pass(20);
    const figures = async () => ({
      received: await ask(context, { time: period }),
      byDay: await ask(context, {
        from: 'test/report',
        by: [{ field: 'at', grain: 'day' }],
        measures: { n: { fn: 'count' } },
        sort: ['at'],
      }),
      open: await ask(context, { from: 'test/open' }),
      byStatus: await ask(context, { from: 'test/open', by: ['status'] }),
      overdue: await ask(context, { from: 'test/overdue' }),
      share: await ask(context, { from: 'test/share', time: period }),
    });
    const byDay = [
      ['2026-09-10', 2],
      ['2026-09-11', 1],
      ['2026-10-01', 1],
    ];
    expect(await figures()).toEqual({ received: [[4]], byDay, open: [[4]], byStatus: [['new', 4]], overdue: [[4]], share: [[100]] });
    await removeAll(context);
    const gone = { received: [[4]], byDay, open: [[1]], byStatus: [['new', 1]], overdue: [[1]], share: [[400]] };
    expect(await figures()).toEqual(gone);
    await settle(context);
    expect(await figures()).toEqual(gone);
  });

  test.each([
    { time: instant, at: '2026-09-15T10:00:00+07:00', same: '2026-09-15T10:00:00+07:00', next: '2026-09-15T10:00:00.001+07:00' },
    { time: date, at: '2026-09-15', same: '2026-09-15', next: '2026-09-16' },
  ])('do not count twice what comes again after they were to be kept for longer ($time.format)', async ({ time, at, same, next }) => {
    const { context, make, pass } = await begin('P30D', time);
    await write(context, [{ code: 'a', at }]);
    await settle(context);
    pass(30);
    await removeAll(context);
    for (const keep of ['P10Y', undefined] as const) {
      const longer = await make(keep);
      const outcome = await write(longer, [{ code: 'a', at: same }]);
      expect(outcome).toMatchObject({ added: 0, refused: [{ line: 1, field: 'at', reason: 'too-old', details: {} }] });
      await settle(longer);
      expect(await ask(longer, { time: period })).toEqual([[1]]);
    }
    const longer = await make('P10Y');
    expect(await write(longer, [{ code: 'b', at: next }])).toMatchObject({ added: 1, refused: [] });
    await settle(longer);
    expect(await ask(longer, { time: period })).toEqual([[2]]);
  });

  test('do not become real ones where rows were illustrative', async () => {
    const { context, make, pass } = await begin('P30D');
    await write(context, [{ code: 'a', at: '2026-09-15T10:00:00+07:00' }], { sample: true });
    await write(context, [{ code: 'b', at: '2026-09-15T09:00:00+07:00' }]);
    await settle(context);
    expect(await ask(context, { time: period })).toEqual([[2]]);
    pass(30);
    await removeAll(context);
    await settle(context);
    expect(await ask(context, { time: period })).toEqual([[1]]);
    // They have left nothing that would count twice.
    expect(await write(await make('P10Y'), [{ code: 'c', at: '2026-09-15T10:00:00+07:00' }])).toMatchObject({ added: 1 });
  });

  test('are told by a breakdown that was away meanwhile, as far as it knows them', async () => {
    const { context, database, pass } = await begin('P30D');
    const at = (hour: number) => `2026-09-15T0${hour}:00:00+07:00`;
    await write(context, [
      { code: 'a', status: 'new', at: at(1) },
      { code: 'b', status: 'new', at: at(2) },
    ]);
    await settle(context);
    pass(20);
    await removeAll(context);
    const { received } = indicators;
    const make = (by: string[]) =>
      testContext(database, { datasets: { report: dataset('P40D') }, indicators: { received: { ...received, by } }, clock: context.clock });
    const without = await make([]);
    await write(without, [{ code: 'c', status: 'done', at: at(3) }]);
    await settle(without);
    pass(20);
    await removeAll(without);
    const again = await make(['status']);
    await settle(again);
    expect(await ask(again, { time: period })).toEqual([[3]]);
    expect(await ask(again, { time: period, by: ['status'] })).toEqual([['new', 2]]);
  });

  test('a table that cannot be cleaned up does not keep others from it, and is told', async () => {
    const { context, pass, database } = await begin('P30D');
    const at = '2026-09-15T10:00:00+07:00';
    await write(context, [{ code: 'a', at }]);
    await write(
      context,
      Array.from({ length: 600 }, (_, index) => ({ code: `c${index}`, at })),
      { dataset: 'test/other' },
    );
    await settle(context);
    await database.write.raw('ALTER TABLE ?? RENAME TO ??', ['d_test__report__roll_at', 'elsewhere']);
    pass(60);
    expect(await removeExpired(context)).toBe(true);
    await expect(removeExpired(context)).rejects.toThrow('roll_at');
    expect(await count(database, 'd_test__other')).toBe(0);
    expect(await count(database, 'd_test__report')).toBe(1);
  });

  test('earlier versions go at their own time: of records that are gone, and of those that are newer by now', async () => {
    const { context, pass, database } = await begin('P30D', instant, { history: true });
    const at = '2026-09-15T10:00:00+07:00';
    await write(context, [
      { code: 'a', at },
      { code: 'b', at },
      { code: 'c', at: '2026-10-01T10:00:00+07:00' },
    ]);
    pass(1);
    await deleteRecord(context, { dataset: 'test/report', id: 1, revision: 1, caller });
    await patchRecord(context, { dataset: 'test/report', id: 2, revision: 1, patch: { at: '2026-10-02T10:00:00+07:00' }, caller });
    await patchRecord(context, { dataset: 'test/report', id: 3, revision: 1, patch: { status: 'done' }, caller });
    await removeAll(context);
    expect(await count(database, 'd_test__report__past')).toBe(3);
    pass(20);
    await removeAll(context);
    expect(await database.read('d_test__report__past').pluck('code')).toEqual(['c']);
    expect(await count(database, 'd_test__report')).toBe(2);
    const audit: readonly { fields: unknown }[] = await database.read('audit').where({ action: 'keep' }).select('fields');
    expect(audit.map(({ fields }) => database.dialect.decode('json', fields))).toEqual([{ versions: [2, null] }]);
  });
});
