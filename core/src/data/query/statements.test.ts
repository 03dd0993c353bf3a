import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import type { Database } from '../database.ts';
import type { Dialect, Selection } from '../dialect/dialect.ts';
import { testQuery } from './testing.ts';

describeDatabases('the statements of a query', (open) => {
  /** What a query asks of the database, each time that it makes statements. */
  async function start(change: Partial<Dialect> = {}) {
    const database = await open();
    const made: (readonly Selection[])[] = [];
    const dialect: Dialect = {
      ...database.dialect,
      ...change,
      reader(selections) {
        made.push(selections);
        return database.dialect.reader(selections);
      },
    };
    const watched: Database = { ...database, dialect };
    const at = await testQuery(watched);
    made.length = 0;
    return { at, made };
  }

  test('never give more groups than an answer may have, whatever the figure', async () => {
    const { at, made } = await start();
    const fns = ['sum', 'median', 'p90', 'last'] as const;
    const measures = Object.fromEntries(fns.map((fn) => [fn, { fn, field: 'score' }]));
    expect(await at.rows({ from: 'test/report', by: ['category'], measures })).toEqual([]);
    expect(await at.rows({ from: 'test/report', measures })).toEqual([[null, null, null, null]]);
    const figures = made.flat().filter(({ columns }) => columns.some(({ name }) => name === 'value' || name === 'm1' || name === 'g0'));
    expect(figures).toHaveLength(8);
    for (const { statement } of figures) expect(statement.sql).toMatch(/ LIMIT 100001$/);
  });

  test('are kept from run to run, unless they are very long', async () => {
    const query = { from: 'test/report', select: ['code'], where: { title: { has: 'den' } } } as const;
    const short = await start();
    const long = await start({
      contains: (column, folded) => ({ sql: `${column.sql} = ? /* ${'x'.repeat(300_000)} */`, values: [folded] }),
    });
    for (const { at } of [short, long, short, long]) expect(await at.rows(query)).toEqual([]);
    expect([short.made.length, long.made.length]).toEqual([1, 2]);
  });

  test('bind many texts or whole numbers as one value', async () => {
    const { at, made } = await start();
    await at.write('report', [{ code: 'a', category: 'c7', votes: 7, score: 7, reported_at: '2026-11-20T00:00:00+07:00' }]);
    const numbers = Array.from({ length: 500 }, (_, index) => index);
    const valuesOf = async (where: object) => {
      made.length = 0;
      expect(await at.rows({ from: 'test/report', select: ['code'], where })).toEqual([['a']]);
      return made[0]?.[0]?.statement.values.length;
    };
    const one = await valuesOf({ category: 'c7' });
    expect(await valuesOf({ category: { in: numbers.map((n) => `c${n}`) } })).toBe(one);
    expect(await valuesOf({ votes: { in: numbers } })).toBe(one);
    expect(await valuesOf({ votes: { in: [...numbers, 0.5, -0.25] } })).toBe(one);
    expect(await at.rows({ from: 'test/report', select: ['code'], where: { votes: { in: numbers.slice(8) } } })).toEqual([]);
    expect(await valuesOf({ score: { in: numbers } })).toBe(Number(one) + 499);
  });
});
