import { afterEach, expect, test } from 'vitest';
import { counted } from '../../../tests/support/counts.ts';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { changesSince } from '../data/changes.ts';
import type { DataContext } from '../data/context.ts';
import type { Database } from '../data/database.ts';
import { createTables } from '../data/schema.ts';
import { writeRecords } from '../data/write.ts';
import { callerOf, count, liveBench, type TestViewer } from './testing.ts';

const soon = { timeout: 10_000 };

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Reads as many an outbox is read: on from the highest number that was seen. */
function naive(database: Database): Database {
  const newest = 'coalesce((SELECT max(id) FROM change), 0)';
  const changes = {
    ...database.dialect.changes,
    head: `SELECT '0' AS tx, ${newest} AS id`,
    since: (mark: string | undefined) => ({
      sql: `SELECT s.id AS mark, '0' AS head_tx, '0' AS end_tx, s.id AS end_id, c.dataset, '0' AS tx, c.id FROM (SELECT ${newest} AS id) AS s
        LEFT JOIN (SELECT dataset, max(id) AS id FROM change WHERE id > CAST(? AS bigint) GROUP BY dataset) AS c ON true`,
      values: [mark ?? null],
    }),
  };
  return { ...database, dialect: { ...database.dialect, changes } };
}

const write = (context: DataContext, code: number) =>
  writeRecords(context, {
    dataset: 'test/light',
    rows: [{ line: 1, row: { code: String(code), ward: '1@2025-07-01', at: '2026-11-20T09:50:00+07:00' } }],
    // Who may not write everywhere does so in a transaction that can be held open.
    caller: callerOf('1'),
  });

/** The same data in the hands of another process, which commits when it may. */
function another(context: DataContext, mayCommit: Promise<void>): DataContext {
  const { database } = context;
  const { dialect } = database;
  return {
    ...context,
    changed: () => {},
    database: {
      ...database,
      dialect: {
        ...dialect,
        transaction: (connection, work) =>
          dialect.transaction(connection, async (inside) => {
            const answer = await work(inside);
            await mayCommit;
            return answer;
          }),
      },
    },
  };
}

describeDatabases('a write that commits after one which began later', (open) => {
  /** What two viewers are told: one who stays, and one who comes back with a result that was read between the two commits. */
  async function overtaken(read = (database: Database) => database): Promise<readonly [stays: TestViewer, comes: TestViewer, Database]> {
    const database = await open();
    const { context, hub, ask, watch } = await liveBench(read(database));
    const stays = watch(count);
    await expect.poll(() => stays.count, soon).toBe(0);
    let commit = () => {};
    const mayCommit = new Promise<void>((resolve) => {
      commit = resolve;
    });
    const slow = write(another(context, mayCommit), 1);
    await pause(100);
    // SQLite has one writer: there nobody overtakes, the slow one is first.
    if (database.kind === 'sqlite') commit();
    await write(context, 2);
    const seen = database.kind === 'sqlite' ? 2 : 1;
    await expect.poll(() => stays.count, soon).toBe(seen);
    const { result, at } = await ask(count);
    expect(result.rows[0]?.[0]).toBe(seen);
    commit();
    await slow;
    const comes = watch(count, { at });
    stop = () => hub.stop();
    return [stays, comes, database];
  }

  let stop = () => {};
  afterEach(() => stop());

  test('reaches those who stay and those who come back', async () => {
    const [stays, comes, { kind }] = await overtaken();
    await expect.poll(() => [stays.count, comes.news.length], soon).toEqual([2, 1]);
    expect(comes.news.map(({ type }) => type)).toEqual(kind === 'sqlite' ? ['current'] : ['result']);
    expect(comes.count).toBe(kind === 'sqlite' ? undefined : 2);
  });

  test('would be lost for ever by trusting numbers alone', async () => {
    const [stays, comes, { kind }] = await overtaken(naive);
    await pause(2500);
    expect(stays.count).toBe(kind === 'sqlite' ? 2 : 1);
    expect(comes.news.map(({ type }) => type)).toEqual(['current']);
  });

  test('is read once, when it can be seen, among thousands by many writers', async () => {
    const database = await open();
    await createTables(database, []);
    const total = counted('changes read while many write', { usual: 1000, full: 10_000 });
    const readers = [database, naive(database)].map((each) => ({ each, mark: undefined as string | undefined, told: [] as string[] }));
    const look = async () => {
      for (const reader of readers) {
        const { mark, changes } = await changesSince(reader.each, reader.mark);
        reader.mark = mark;
        reader.told.push(...changes.keys());
      }
    };
    await look();
    let next = 0;
    const writer = async () => {
      for (let number = next++; number < total; number = next++) {
        const dataset = `d${number}`;
        await database.write.transaction(async (connection) => {
          await connection('change').insert({ at: 1, dataset, record: 1, kind: 'added' });
          if (database.kind === 'postgres') await pause(Math.random() * 12);
        });
      }
    };
    let isOver = false;
    const reading = (async () => {
      for (let isLast = false; !isLast; ) {
        isLast = isOver;
        await look();
      }
    })();
    await Promise.all(Array.from({ length: 8 }, writer));
    isOver = true;
    await reading;
    const [ours, control] = readers.map(({ told }) => ({ told: told.length, missed: total - new Set(told).size }));
    expect(ours).toEqual({ told: total, missed: 0 });
    if (database.kind === 'postgres') expect(control?.missed).toBeGreaterThan(total / 100);
    else expect(control?.missed).toBe(0);
  }, 300_000);
});
