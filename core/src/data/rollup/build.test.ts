import type { Query } from '@haidang/sdk';
import { expect, test, vi } from 'vitest';
import { counted } from '../../../../tests/support/counts.ts';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import type { DataContext } from '../context.ts';
import type { Database } from '../database.ts';
import { markTouched } from '../keep.ts';
import { runQuery } from '../query/query.ts';
import { system } from '../table.ts';
import { testContext } from '../testing.ts';
import { rollupsOf } from './definition.ts';
import { tendRollups } from './job.ts';
import { keepCells } from './keep-cells.ts';
import { markColumns } from './marks.ts';
import { readyRollups } from './ready.ts';
import { markTable, stateTable } from './rollup.ts';
import { forgetRollups, readStates } from './state.ts';
import { anyRow, dice, name, settleAll, setup, writeRows, wrongPairs } from './testing.ts';

const rollups = 3;
const time = { from: '2026-11-01', to: '2026-11-12' };
const questions: readonly Query[] = [
  { from: 'test/received', by: ['ward'], time },
  { from: 'test/votes', by: ['kind'], time },
  { from: 'test/closed', time },
  { from: 'test/most', by: ['kind'], time },
];

function answers(context: DataContext): Promise<unknown> {
  return Promise.all(questions.map(async (query) => (await runQuery(context, { query, caller: localCaller() })).rows));
}

function someRows(roll: (below: number) => number, many: number) {
  return Array.from({ length: many }, () => anyRow(roll, many));
}

/** A database whose process dies at the end of one of the transactions in which it makes cells. */
function dying(database: Database, last: number): Database {
  let number = 0;
  const { dialect } = database;
  const aloneWriting: typeof dialect.aloneWriting = (write, lock, work) =>
    dialect.aloneWriting(write, lock, async (connection) => {
      const done = await work(connection);
      if (++number === last) throw new Error('killed');
      return done;
    });
  return { ...database, dialect: { ...dialect, aloneWriting } };
}

describeDatabases('a roll-up that is built', (open) => {
  /** Rows that were written before there were roll-ups. */
  const filled = async () => {
    const database = await open();
    await writeRows(await testContext(database, { ...setup, indicators: {} }), someRows(dice(11), 300));
    return database;
  };

  test('is not read before all of it is there, however slowly that goes, and tells what rows do afterwards', async () => {
    const database = await filled();
    // Never learns that there are roll-ups.
    const fromRows = await testContext(database, setup);
    const context = await testContext(database, setup);
    const roll = dice(12);
    const ready: number[] = [];
    // Each look at the clock costs so much that a turn makes a few days only.
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 100;
      return now;
    });
    try {
      for (let hasMore = true; hasMore; ) {
        hasMore = await tendRollups(context);
        ready.push(readyRollups(context).size);
        expect(await answers(context)).toEqual(await answers(fromRows));
        expect(await wrongPairs(context, name)).toEqual([]);
        if (ready.length <= 10) await writeRows(context, someRows(roll, 3));
      }
    } finally {
      clock.mockRestore();
    }
    expect(readyRollups(fromRows).size).toBe(0);
    expect(ready.filter((count) => count === 0).length).toBeGreaterThan(2);
    expect(ready).toEqual([...ready].sort((a, b) => a - b));
    expect(ready.at(-1)).toBe(rollups);
    expect(await database.read(markTable).first()).toBeUndefined();
  }, 120_000);

  test('is read though marks of a roll-up that is no more were left before its own', async () => {
    const database = await filled();
    const left = [['1730000000000', '22915@2025-07-01', 'd_test__report__roll_gone']];
    await database.dialect.insert(database.write, { table: markTable, columns: markColumns, rows: left });
    const context = await testContext(database, setup);
    while (await tendRollups(context));
    expect(readyRollups(context).size).toBe(rollups);
    expect(await database.read(markTable).pluck('rollup')).toEqual(['d_test__report__roll_gone']);
  });

  test('tells with its marks what rows do while several processes build it and others write', async () => {
    const database = await filled();
    const [first, second] = [await testContext(database, setup), await testContext(database, setup)];
    const rounds = counted('writes while roll-ups are built', { usual: 15, full: 150 });
    let isOver = false;
    let checks = 0;
    const failures: string[] = [];
    const until = async (work: () => Promise<unknown>) => {
      while (!isOver) await work();
    };
    const builders = [first, second].map((context) => until(() => tendRollups(context)));
    const checking = until(async () => {
      const states = await readStates(database.read);
      if (states.length < rollups || states.some(({ last_mark }) => last_mark === null)) return;
      failures.push(...(await wrongPairs(first, name)));
      checks++;
    });
    const writer = async (seed: number) => {
      const roll = dice(seed);
      for (let round = 0; round < rounds; round++) await writeRows(seed % 2 === 0 ? first : second, someRows(roll, 1 + roll(20)));
    };
    await Promise.all([1, 2, 3].map(writer)).finally(() => {
      isOver = true;
    });
    await Promise.all([...builders, checking]);
    expect(failures).toEqual([]);
    expect(checks).toBeGreaterThan(1);
    await settleAll(first);
    expect(await wrongPairs(first, name)).toEqual([]);
    expect(readyRollups(first).size).toBe(rollups);
  }, 120_000);

  // The first three begin a roll-up each, the fourth makes cells.
  test.each([1, 2, 3, 4])('goes on where the process that built it was killed, in transaction %i', async (last) => {
    const database = await filled();
    const context = await testContext(database, setup);
    await expect(tendRollups({ ...context, database: dying(database, last) })).rejects.toThrow('killed');
    const next = await testContext(database, setup);
    expect(readyRollups(next).size).toBe(0);
    expect(await database.read(stateTable).where({ ready: 1 })).toEqual([]);
    await settleAll(next);
    expect(readyRollups(next).size).toBe(rollups);
    expect(await wrongPairs(next, name)).toEqual([]);
  });

  test('counts rows that are gone at every step, also where it was killed', async () => {
    const database = await open();
    const context = await testContext(database, setup);
    await writeRows(context, someRows(dice(13), 300));
    await settleAll(context);
    const before = await answers(context);
    const table = context.tables.get(name);
    if (!table) throw new Error('no table');
    const gone: readonly Record<string, unknown>[] = await database.read(table.name).where('code', '<', 'r2');
    expect(gone.length).toBeGreaterThan(50);
    await database.dialect.transaction(database.write, async (connection) => {
      for (const rollup of rollupsOf(context).get(name) ?? []) await keepCells(connection, context, rollup, gone);
      await connection(table.name)
        .whereIn(
          system.id,
          gone.map((row) => Number(row[system.id])),
        )
        .delete();
      await markTouched(context, connection, table, { before: gone });
    });
    expect(await answers(context)).toEqual(before);
    await forgetRollups(database.write, name);
    const next = await testContext(database, setup);
    expect(await answers(next)).toEqual(before);
    await expect(tendRollups({ ...next, database: dying(database, 1) })).rejects.toThrow('killed');
    expect(await answers(next)).toEqual(before);
    await settleAll(next);
    expect(await answers(next)).toEqual(before);
    expect(await wrongPairs(next, name)).toEqual([]);
  });
});
