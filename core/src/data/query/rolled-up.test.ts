import type { Query } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import type { Database } from '../database.ts';
import type { Selection } from '../dialect/dialect.ts';
import { rollupsOf } from '../rollup/definition.ts';
import { tendRollups } from '../rollup/job.ts';
import { findSparse } from '../rollup/sparse.ts';
import { runQuery } from './query.ts';
import { testQuery } from './testing.ts';

const live = { unit: '1', frequency: 'live', by: ['ward', 'category', 'status'] } as const;
const counted = "status not in ['rejected','withdrawn','duplicate']";
const indicators = {
  received: { formula: `count(report where reported_at in period and ${counted})`, ...live },
  on_time: {
    formula: `100*count(report where due_at in period and answered_at<=due_at and ${counted})/count(report where due_at in period and (answered_at not empty or due_at<now) and ${counted})`,
    ...live,
  },
  overdue: { formula: "count(report where due_at<now and status='new')", ...live },
  middle: { formula: 'median(report.votes where reported_at in period)', ...live },
  warned: { formula: 'count(report where reported_at in period and in_alert_area(point))', ...live },
};

describeDatabases('answers from roll-ups', (open) => {
  async function start() {
    const database = await open();
    const made: Selection[] = [];
    const watched: Database = {
      ...database,
      dialect: {
        ...database.dialect,
        reader(selections) {
          made.push(...selections);
          return database.dialect.reader(selections);
        },
      },
    };
    const at = await testQuery(watched, indicators);
    const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T09:00:00+07:00`;
    await at.write('category', [{ code: 'c0', name_vi: 'Rác', domain: 'waste' }]);
    await at.write(
      'report',
      Array.from({ length: 60 }, (_, index) => ({
        code: `r${index}`,
        category: `c${index % 3}`,
        status: index % 4 === 0 ? 'new' : 'done',
        ward: index % 2 === 0 ? '22915@2025-03-01' : '22918@2025-03-01',
        votes: index,
        reported_at: day(1 + (index % 20)),
        due_at: day(4 + (index % 20)),
        ...(index % 4 !== 0 && { answered_at: day(5 + (index % 20)) }),
      })),
    );
    while (await tendRollups(at.context));
    const plain = { ...at.context, tables: new Map(at.context.tables) };
    /** The roll-ups by which a query is answered; the answer is that from rows. */
    const used = async (query: Query) => {
      made.length = 0;
      const result = await at.query(query);
      const text = made.map(({ statement }) => statement.sql).join(' ');
      expect(result).toEqual(await runQuery(plain, { query, caller: localCaller() }));
      return [...new Set(text.match(/d_test__report__roll_[a-z_]+/g))];
    };
    return { at, used, database };
  }

  const month = { from: '2026-11-01', to: '2026-12-01' };
  const report = 'd_test__report__roll_';

  test('follow from the formulas: by each time that one is about, with a column for each condition, before and after the clock', async () => {
    const { at } = await start();
    const rollups = rollupsOf(at.context).get('test/report') ?? [];
    expect(rollups.map(({ name }) => name)).toEqual([`${report}reported_at`, `${report}due_at`]);
    const [received, due] = rollups;
    expect(received?.measures).toHaveLength(1);
    expect(due?.dimensions.map(({ column }) => column)).toEqual(['category', 'status']);
    // On time; judged because due; judged because answered, alone and together with those on time; overdue.
    expect(due?.measures).toHaveLength(5);
    expect(due?.unit?.column).toBe('ward');
  });

  test('are told by the figures, groups and conditions that cells hold', async () => {
    const { used } = await start();
    const received = { from: 'test/received', time: month } as const;
    expect(await used(received)).toEqual([`${report}reported_at`]);
    expect(await used({ ...received, by: ['ward', { field: 'reported_at', grain: 'week' }] })).toEqual([`${report}reported_at`]);
    expect(await used({ ...received, by: ['category.domain'], where: { ward: { within: '593@2025-03-01' } } })).toEqual([
      `${report}reported_at`,
    ]);
    expect(await used({ ...received, time: { from: '2026-11-03T08:30:00+07:00', to: '2026-11-18T11:00:00+07:00' } })).toEqual([
      `${report}reported_at`,
    ]);
    expect(await used({ ...received, compare: ['previous'] })).toEqual([`${report}reported_at`]);
    expect(await used({ from: 'test/on_time', time: month, by: ['category'] })).toEqual([`${report}due_at`]);
    expect(await used({ from: 'test/overdue', by: ['status'] })).toEqual([`${report}due_at`]);
    expect(await used({ from: 'test/report', measures: { n: { fn: 'count' } }, by: ['category'], time: month })).toEqual([
      `${report}reported_at`,
    ]);
  });

  test('are not told where only rows know', async () => {
    const { used } = await start();
    const received = { from: 'test/received', time: month } as const;
    const asked: readonly Query[] = [
      { from: 'test/middle', time: month },
      { ...received, by: ['category', 'status'] },
      { ...received, by: [{ field: 'reported_at', grain: 'hour' }] },
      { ...received, by: [{ field: 'due_at', grain: 'day' }] },
      { ...received, by: ['public'] },
      { ...received, where: { votes: { gt: 5 } } },
      { ...received, where: { title: { has: 'den' } } },
      { from: 'test/report', measures: { n: { fn: 'count', where: { votes: { gt: 5 } } } }, time: month },
      { from: 'test/report', measures: { n: { fn: 'count-distinct', field: 'category' } }, time: month },
      { from: 'test/report', select: ['code'], time: month },
    ];
    for (const query of asked) expect(await used(query), JSON.stringify(query)).toEqual([]);
  });

  test('are those from rows where a slice has hardly fewer cells than there are rows', async () => {
    const { at, used } = await start();
    const received = { from: 'test/received', time: month } as const;
    await at.write(
      'report',
      Array.from({ length: 100 }, (_, index) => ({
        code: `q${index}`,
        ward: '22915@2025-03-01',
        status: 'new',
        reported_at: '2026-11-20T09:00:00+07:00',
      })),
    );
    while (await tendRollups(at.context));
    await findSparse(at.context);
    // 160 rows: 21 cells by day and ward, 61 by category too.
    expect(await used({ ...received, by: ['ward'] })).toEqual([`${report}reported_at`]);
    expect(await used({ ...received, by: ['category'] })).toEqual([]);
  });

  test('hold what came since the cells were made', async () => {
    const { at, used } = await start();
    const query = { from: 'test/received', time: month, by: ['ward'] } as const;
    await at.write('report', [
      { code: 'r1', ward: null },
      { code: 'new', reported_at: '2026-11-20T10:00:00+07:00', status: 'new', ward: '23000@2025-03-01' },
    ]);
    expect(await used(query)).toEqual([`${report}reported_at`]);
    expect(await at.rows(query)).toEqual([
      ['22915@2025-03-01', 30],
      ['22918@2025-03-01', 29],
      ['23000@2025-03-01', 1],
      [null, 1],
    ]);
  });

  test('are made from rows again when a roll-up is no longer what it was, whatever became of its table', async () => {
    const { at, database } = await start();
    const query = { from: 'test/received', time: month } as const;
    expect(await at.rows(query)).toEqual([[60]]);
    await database.write(`${report}reported_at`).delete();
    expect(await at.rows(query)).toEqual([[0]]);
    await database.write('rollup_state').update({ ready: 0 });
    expect(await at.rows(query)).toEqual([[60]]);
    await database.write.schema.dropTable(`${report}reported_at`);
    expect(await at.rows(query)).toEqual([[60]]);
  });
});
