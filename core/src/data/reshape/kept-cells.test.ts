import { type Changes, type Dataset, type Indicator, type Property, type Query, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import type { Row } from '../cells.ts';
import type { DataContext } from '../context.ts';
import type { Database } from '../database.ts';
import { runQuery } from '../query/query.ts';
import { removeExpired } from '../retention/remove-expired.ts';
import { tendRollups } from '../rollup/job.ts';
import { wrongPairs } from '../rollup/testing.ts';
import { testContext } from '../testing.ts';
import { writeRecords } from '../write.ts';

const instant = { type: 'string', format: 'date-time' } as const;
const date = { type: 'string', format: 'date' } as const;
const kind = { type: 'string', enum: ['road', 'waste'] } as const;
const caller = localCaller();
const start = Date.parse('2026-10-01T12:00:00+07:00');

interface Declared {
  readonly fields: { readonly [name: string]: Property };
  readonly indicators: { readonly [name: string]: string };
  readonly by?: readonly string[];
  readonly time?: string;
  readonly changes?: Changes;
}

/** A dataset whose rows go after a month, and what is counted of it. */
function setup({ fields, indicators, by = [], time = 'at', changes }: Declared) {
  const row = schema({ required: ['code'], properties: { code: { type: 'string', format: 'code' }, ...fields } });
  const report: Dataset = { row, key: ['code'], time, keep: 'P1M', ...(changes && { changes }) };
  const entries = Object.entries(indicators).map(([name, formula]): [string, Indicator] => [
    name,
    { formula, unit: '1', frequency: 'day', by: [...by] },
  ]);
  return { datasets: { report }, indicators: Object.fromEntries(entries) };
}

async function settle(context: DataContext): Promise<void> {
  while (await tendRollups(context));
}

describeDatabases('what rows that are gone have left, when their dataset changes', (open) => {
  /** Takes in rows, removes those that are older than a month on 11 October, changes the dataset, and asks before and after cells are made anew. */
  async function upgrade(before: Declared, after: Declared, rows: readonly Row[], later: Row) {
    const database = await open();
    let now = start;
    const clock = { now: () => now };
    const write = (context: DataContext, given: readonly Row[]) =>
      writeRecords(context, { dataset: 'test/report', rows: given.map((row, index) => ({ line: index + 1, row })), caller });
    const old = await testContext(database, { ...setup(before), clock });
    expect((await write(old, rows)).refused).toEqual([]);
    await settle(old);
    now += 10 * 86_400_000;
    while (await removeExpired(old));
    await settle(old);
    const context = await testContext(database, { ...setup(after), clock });
    expect((await write(context, [later])).refused).toEqual([]);
    return { database, context, ask: (query: Partial<Query>) => asked(context, query) };
  }

  async function asked(context: DataContext, query: Partial<Query>): Promise<readonly unknown[]> {
    const time = { from: '2026-09-01', to: '2026-11-01' };
    const ask = async () => (await runQuery(context, { query: { from: 'test/received', time, ...query }, caller })).rows;
    const marked = await ask();
    await settle(context);
    expect(await wrongPairs(context, 'test/report')).toEqual([]);
    expect(await ask()).toEqual(marked);
    return marked;
  }

  async function count(database: Database): Promise<number> {
    return Number((await database.read('d_test__report').count({ n: '*' }).first())?.n);
  }

  it('days become instants with the business time', async () => {
    const indicators = { received: 'count(report where at in period)' };
    const { ask, database } = await upgrade(
      { fields: { kind, at: date }, indicators, by: ['kind'] },
      { fields: { kind, at: instant }, indicators, by: ['kind'], changes: { 2: [{ widen: 'at' }] } },
      [
        { code: 'a', kind: 'road', at: '2026-09-04' },
        { code: 'b', kind: 'road', at: '2026-09-05' },
        { code: 'c', kind: 'waste', at: '2026-09-30' },
      ],
      { code: 'd', kind: 'road', at: '2026-10-05T08:00:00+07:00' },
    );
    expect(await count(database)).toBe(2);
    expect(await ask({ by: ['kind'], sort: ['kind'] })).toEqual([
      ['road', 3],
      ['waste', 1],
    ]);
    expect(await ask({ time: { from: '2026-09-05', to: '2026-09-06' } })).toEqual([[1]]);
  });

  it('whole numbers become fractions with the field', async () => {
    const indicators = { received: 'max(report.level where at in period)' };
    const { ask } = await upgrade(
      { fields: { level: { type: 'integer' }, at: instant }, indicators },
      { fields: { level: { type: 'number' }, at: instant }, indicators, changes: { 2: [{ widen: 'level' }] } },
      [{ code: 'a', level: 3, at: '2026-09-05T08:00:00+07:00' }],
      { code: 'b', level: 2.5, at: '2026-10-05T08:00:00+07:00' },
    );
    expect(await ask({})).toEqual([[3]]);
    expect(await ask({ time: { from: '2026-10-01', to: '2026-11-01' } })).toEqual([[2.5]]);
  });

  it('it goes with a field that is called otherwise, and not to another one that takes its name', async () => {
    const indicators = {
      received: "count(report where at in period and category='road')",
      votes: 'sum(report.votes where at in period)',
    };
    const votes = { type: 'integer' } as const;
    const { ask, database } = await upgrade(
      { fields: { category: kind, field: kind, votes, others: votes, at: instant }, indicators, by: ['category', 'field'] },
      {
        fields: { category: kind, votes, at: instant },
        indicators,
        by: ['category'],
        changes: { 2: [{ archive: 'category' }, { rename: ['field', 'category'] }, { archive: 'votes' }, { rename: ['others', 'votes'] }] },
      },
      [{ code: 'a', category: 'road', field: 'waste', votes: 5, others: 70, at: '2026-09-05T08:00:00+07:00' }],
      { code: 'b', category: 'road', votes: 1, at: '2026-10-05T08:00:00+07:00' },
    );
    expect(await count(database)).toBe(1);
    // Of the field that is `category` now nobody had counted roads, nor votes of the others.
    expect(await ask({})).toEqual([[1]]);
    expect(await ask({ from: 'test/votes' })).toEqual([[1]]);
  });

  it('it stays what it was where the time and the fields of a formula are renamed', async () => {
    const at = (name: string, field: string) => ({
      received: `count(report where ${name} in period and ${field}='road')`,
      votes: `sum(report.${field}_votes where ${name} in period)`,
    });
    const fields = (time: string, field: string) => ({ [field]: kind, [`${field}_votes`]: { type: 'integer' }, [time]: instant }) as const;
    const { ask } = await upgrade(
      { fields: fields('at', 'kind'), indicators: at('at', 'kind'), by: ['kind'] },
      {
        fields: fields('reported_at', 'category'),
        indicators: at('reported_at', 'category'),
        by: ['category'],
        time: 'reported_at',
        changes: {
          2: [{ rename: ['at', 'reported_at'] }, { rename: ['kind', 'category'] }, { rename: ['kind_votes', 'category_votes'] }],
        },
      },
      [
        { code: 'a', kind: 'road', kind_votes: 5, at: '2026-09-05T08:00:00+07:00' },
        { code: 'b', kind: 'waste', kind_votes: 2, at: '2026-09-06T08:00:00+07:00' },
      ],
      { code: 'c', category: 'road', category_votes: 1, reported_at: '2026-10-05T08:00:00+07:00' },
    );
    expect(await ask({})).toEqual([[2]]);
    expect(await ask({ from: 'test/votes', by: ['category'], sort: ['category'] })).toEqual([
      ['road', 6],
      ['waste', 2],
    ]);
  });

  it('a field whose name is long is set aside under one that the database takes', async () => {
    const database = await open();
    const name = 'b'.repeat(60);
    const old = await testContext(database, setup({ fields: { [name]: { type: 'integer' }, at: instant }, indicators: {} }));
    await writeRecords(old, { dataset: 'test/report', rows: [{ line: 1, row: { code: 'a', [name]: 7 } }], caller });
    const next = setup({ fields: { at: instant }, indicators: {}, changes: { 2: [{ archive: name }] } });
    await testContext(database, next);
    await testContext(database, next);
    const [row] = await database.read('d_test__report').select();
    expect(Object.values(row ?? {}).map(Number)).toContain(7);
  });
});
