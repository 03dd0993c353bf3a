import type { Position } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { KnownChanges } from '../../live/known-changes.ts';
import { headPosition } from '../changes.ts';
import type { Database } from '../database.ts';
import { createTables } from '../schema.ts';
import type { Column } from '../table.ts';
import { readFeed } from './feed.ts';
import { pruneLog } from './prune.ts';

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.parse('2026-11-01T00:00:00Z');

describeDatabases('old change rows', (open) => {
  const fresh = async () => {
    const database = await open();
    await createTables(database, []);
    return database;
  };
  const columns: readonly Column[] = [
    { name: 'at', store: 'instant' },
    { name: 'dataset', store: 'text' },
    { name: 'record', store: 'integer' },
    { name: 'kind', store: 'text' },
  ];
  const add = ({ dialect, write }: Database, dataset: string, count = 1) =>
    dialect.insert(write, { table: 'change', columns, rows: Array.from({ length: count }, () => [0, dataset, 1, 'added']) });
  const left = (database: Database) => database.read('change').orderBy('id').pluck('dataset');
  const head = async (database: Database) => {
    const before = await database.read('change').max({ id: 'id' }).first();
    // On PostgreSQL other tests on the server may hold back the log for a moment.
    await expect
      .poll(async () => (await readFeed(database, { limit: 100_000 })).at(-1), { timeout: 20_000 })
      .toMatchObject({ position: expect.stringMatching(`:${before?.id}$`) });
    return headPosition(database);
  };

  test('go after a week, by where the log stood then, whatever they say of their time', async () => {
    const database = await fresh();
    await add(database, 'old');
    const atOld = await head(database);
    await pruneLog(database, start);
    await add(database, 'middle');
    await head(database);
    await pruneLog(database, start + hour);
    await add(database, 'new');
    await pruneLog(database, start + 7 * day - 1);
    expect(await left(database)).toEqual(['old', 'middle', 'new']);
    expect(await readFeed(database, { after: atOld, limit: 10 })).toHaveLength(2);
    await pruneLog(database, start + 7 * day);
    expect(await left(database)).toEqual(['middle', 'new']);
    await pruneLog(database, start + 7 * day + hour);
    expect(await left(database)).toEqual(['new']);
    expect(await readFeed(database, { after: atOld, limit: 10 })).toBe('resync');
    expect(await readFeed(database, { limit: 10 })).toMatchObject([{ dataset: 'new' }]);
  });

  test('go some at a time, and leave those who have read them where they are', async () => {
    const database = await fresh();
    await add(database, 'old', 25_000);
    const at = await head(database);
    await pruneLog(database, start);
    await add(database, 'new');
    await pruneLog(database, start + hour);
    const more = [];
    for (const _ of [1, 2, 3]) more.push(await pruneLog(database, start + 7 * day));
    expect(more).toEqual([true, true, false]);
    expect(await left(database)).toEqual(['new']);
    expect(await readFeed(database, { after: at, limit: 10 })).toMatchObject([{ dataset: 'new' }]);
  });

  test('stay when the clock leaps ahead, as far as they are of the last hour', async () => {
    const database = await fresh();
    await add(database, 'old');
    await head(database);
    await pruneLog(database, start);
    await add(database, 'of this hour');
    await pruneLog(database, start + 400 * day);
    await pruneLog(database, start + 400 * day);
    expect(await left(database)).toEqual(['of this hour']);
    // And back: nothing goes before a week has passed again.
    await add(database, 'later');
    await head(database);
    await pruneLog(database, start);
    await pruneLog(database, start + 6 * day);
    expect(await left(database)).toEqual(['of this hour', 'later']);
    await pruneLog(database, start + 7 * day);
    await pruneLog(database, start + 14 * day);
    expect(await left(database)).toEqual([]);
  });

  test('that one who stood still had not read are no secret to him', async () => {
    const database = await fresh();
    const known = new KnownChanges(database);
    await known.start();
    const held: Position = await headPosition(database);
    expect(known.covers(held)).toBe(true);
    await add(database, 'unread');
    await head(database);
    await pruneLog(database, start);
    await add(database, 'new');
    await pruneLog(database, start + hour);
    await pruneLog(database, start + 7 * day);
    expect(await left(database)).toEqual(['new']);
    expect(await known.look()).toBe('gap');
    expect(known.covers(held)).toBe(false);
    await add(database, 'newest');
    expect(await known.look()).toEqual(new Map([['newest', expect.any(String)]]));
  });
});
