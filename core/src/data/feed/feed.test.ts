import { defineDataset, type Position, schema } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import { headPosition } from '../changes.ts';
import type { DataContext } from '../context.ts';
import type { Database } from '../database.ts';
import { run } from '../dialect/statement.ts';
import { deleteRecord } from '../record.ts';
import { createTables } from '../schema.ts';
import { testContext } from '../testing.ts';
import { writeRecords } from '../write.ts';
import { readFeed } from './feed.ts';

const note = defineDataset({
  row: schema({ required: ['code'], properties: { code: { type: 'string' }, count: { type: 'integer' } } }),
  key: ['code'],
});
const caller = localCaller();
const write = (context: DataContext, ...codes: string[]) =>
  writeRecords(context, { dataset: 'test/note', rows: codes.map((code, line) => ({ line, row: { code, count: 1 } })), caller });

/** What a reader gets who begins at a position, so many rows at a time. */
async function follow(database: Database, after: Position | undefined, limit: number) {
  const rows = [];
  for (let at = after; ; ) {
    const more = await readFeed(database, { limit, ...(at !== undefined && { after: at }) });
    if (more === 'resync') throw new Error('resync');
    rows.push(...more);
    at = more.at(-1)?.position;
    if (at === undefined) return rows;
  }
}

/** On PostgreSQL other tests on the server may hold back the log for a moment. */
const settled = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 20_000 });

describeDatabases('the change log row by row', (open) => {
  test('tells each change in order, whole or in parts, from the beginning or from a position', async () => {
    const context = await testContext(await open(), { datasets: { note } });
    const { database } = context;
    await write(context, 'a', 'b');
    const head = await headPosition(database);
    await write(context, 'c');
    await writeRecords(context, { dataset: 'test/note', rows: [{ line: 1, row: { code: 'a', count: 7 } }], caller });
    await deleteRecord(context, { dataset: 'test/note', id: 2, revision: 1, caller });
    const said = async (after: Position | undefined, limit: number) =>
      (await follow(database, after, limit)).map(({ dataset, kind, record }) => `${dataset} ${kind} ${record}`);
    const all = ['added 1', 'added 2', 'added 3', 'changed 1', 'deleted 2'].map((each) => `test/note ${each}`);
    await settled(() => said(undefined, 100)).toEqual(all);
    expect(await said(undefined, 1)).toEqual(all);
    expect(await said(undefined, 2)).toEqual(all);
    const rows = await follow(database, undefined, 100);
    for (const [index, { position }] of rows.entries()) expect(await said(position, 2)).toEqual(all.slice(index + 1));
    // Where the log ended before: what was committed then is not told, at most what others held back.
    expect(all.slice(2)).toEqual((await said(head, 100)).slice(-3));
    expect(await readFeed(database, { after: await headPosition(database), limit: 10 })).toEqual([]);
  });

  test('asks for a new beginning at positions of which it cannot tell what came after them', async () => {
    const context = await testContext(await open(), { datasets: { note } });
    const { database } = context;
    await write(context, 'a');
    const [epoch, transaction, id] = (await headPosition(database)).split(':');
    const read = (after: string) => readFeed(database, { after: after as Position, limit: 10 });
    expect(await read(`abcdef123456:${transaction}:${id}`)).toBe('resync');
    expect(await read(`${epoch}:${BigInt(transaction ?? 0) + 1_000_000n}:5`)).toBe('resync');
    expect(await read('none')).toBe('resync');
    expect(await read(`${epoch}:0:0`)).not.toBe('resync');
  });

  test('holds back what came after a change that may still come, and then tells both in order', async () => {
    const database = await open();
    await createTables(database, []);
    if (database.kind === 'sqlite') return;
    const row = (dataset: string) => ({ at: 1, dataset, record: 1, kind: 'added' });
    const slow = await database.write.transaction();
    await slow('change').insert(row('slow'));
    await database.write('change').insert(row('quick'));
    const names = async () => (await follow(database, undefined, 10)).map(({ dataset }) => dataset);
    expect(await names()).toEqual([]);
    await slow.commit();
    await settled(names).toEqual(['slow', 'quick']);
  });

  test('reads on by the index', async () => {
    const database = await open();
    await createTables(database, []);
    if (database.kind === 'sqlite') return;
    const many = Array.from({ length: 5000 }, () => ({ at: 1, dataset: 'd', record: 1, kind: 'added' }));
    for (let part = 0; part < 4; part++) await database.write('change').insert(many);
    await database.write.raw('ANALYZE change');
    const { sql, values } = database.dialect.changes.after({ transaction: 5n, id: 7n });
    const rows = await run(database.read, `EXPLAIN SELECT id FROM change WHERE ${sql} ORDER BY tx, id LIMIT 100`, values);
    expect(JSON.stringify(rows)).toMatch(/Index (Only )?Scan using change_order/);
  });
});
