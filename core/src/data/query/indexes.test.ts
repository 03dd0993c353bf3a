import type { Query } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import type { Selection } from '../dialect/dialect.ts';
import { run } from '../dialect/statement.ts';
import { prepareQuery } from './query.ts';
import { testQuery } from './testing.ts';

describeDatabases('indexes', (open) => {
  test('are enough to count by, and give lists their order', async () => {
    const database = await open();
    // The planner of PostgreSQL goes by the size of tables, and these have none.
    if (database.kind === 'postgres') return;
    const { context } = await testQuery(database);
    const plans = async (query: Omit<Query, 'from'>) => {
      const asked: Selection[] = [];
      const reader: typeof database.dialect.reader = (selections) => {
        asked.push(...selections);
        return database.dialect.reader(selections);
      };
      const watched = { ...context, database: { ...database, dialect: { ...database.dialect, reader } } };
      await prepareQuery(watched, { query: { from: 'test/report', ...query }, caller: localCaller() }).run();
      const plan = async ({ statement: { sql, values } }: Selection) =>
        (await run(database.read, `EXPLAIN QUERY PLAN ${sql}`, values)).map(({ detail }) => detail).join('; ');
      return Promise.all(asked.slice(0, 2).map(plan));
    };
    const time = { from: '2026-01-01', to: '2027-01-01' };
    const n = { n: { fn: 'count' } } as const;
    const report = 'd_test__report__by';
    const sample = `SEARCH t USING COVERING INDEX ${report}__sample_only (_sample=?)`;
    expect(await plans({ measures: n, by: ['category'] })).toEqual([
      `SCAN t USING COVERING INDEX ${report}_category_reported_at`,
      `SCAN CONSTANT ROW; SCALAR SUBQUERY 1; ${sample}; SCALAR SUBQUERY 2; ${sample}`,
    ]);
    expect((await plans({ measures: n, where: { category: 'c' }, time }))[0]).toBe(
      `SEARCH t USING COVERING INDEX ${report}_category_reported_at (category=? AND reported_at>? AND reported_at<?)`,
    );
    expect((await plans({ measures: n, by: [{ field: 'reported_at', grain: 'day' }], time }))[0]).toContain(
      `SEARCH t USING COVERING INDEX ${report}_reported_at (reported_at>? AND reported_at<?)`,
    );
    expect((await plans({ select: ['code'], where: { category: 'c', status: 'new' }, time, sort: ['-reported_at'] }))[0]).toBe(
      `SEARCH t USING INDEX ${report}_category_reported_at (category=? AND reported_at>? AND reported_at<?); USE TEMP B-TREE FOR LAST TERM OF ORDER BY`,
    );
  });
});
