import { defineDataset, type Position, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller } from '../access/caller.ts';
import { changedSince, changesAfter, headPosition } from './changes.ts';
import type { DataContext } from './context.ts';
import { deleteRecord } from './record.ts';
import { testContext } from './testing.ts';
import { writeRecords } from './write.ts';

const note = defineDataset({
  row: schema({ required: ['code'], properties: { code: { type: 'string' }, count: { type: 'integer' } } }),
  key: ['code'],
});
const caller = localCaller();

describeDatabases('the change log', (open) => {
  const start = async () => testContext(await open(), { datasets: { note, other: note } });
  const write = (context: DataContext, dataset: string, code: string, count = 0) =>
    writeRecords(context, { dataset, rows: [{ line: 1, row: { code, count } }], caller });
  const follow = async (context: DataContext, from: Position, limit?: number) => {
    const found = await changesAfter(context.database, from, limit);
    if (!found) throw new Error('another epoch');
    return found;
  };

  it('gives what happened after a position, oldest first, and nothing twice', async () => {
    const context = await start();
    await write(context, 'test/note', 'before');
    const head = await headPosition(context.database);
    await write(context, 'test/note', 'A');
    await write(context, 'test/other', 'B');
    await write(context, 'test/note', 'A', 1);
    await deleteRecord(context, { dataset: 'test/other', id: 1, revision: 1, caller });
    const first = await follow(context, head, 3);
    expect(first.changes).toEqual([
      { dataset: 'test/note', record: 2, kind: 'added' },
      { dataset: 'test/other', record: 1, kind: 'added' },
      { dataset: 'test/note', record: 2, kind: 'changed' },
    ]);
    const second = await follow(context, first.position);
    expect(second.changes).toEqual([{ dataset: 'test/other', record: 1, kind: 'deleted' }]);
    expect((await follow(context, second.position)).changes).toEqual([]);
  });

  it('names the datasets that changed', async () => {
    const context = await start();
    const { head, datasets } = await changedSince(context.database, undefined);
    expect(datasets).toEqual([]);
    await write(context, 'test/other', 'A');
    const next = await changedSince(context.database, head);
    expect(next.datasets).toEqual(['test/other']);
    expect((await changedSince(context.database, next.head)).datasets).toEqual([]);
  });

  it('does not take positions of another database for its own', async () => {
    const [one, other] = [await start(), await start()];
    const position = await headPosition(other.database);
    await write(one, 'test/note', 'A');
    expect(await changesAfter(one.database, position)).toBeUndefined();
    expect((await changedSince(one.database, position)).datasets).toEqual(['test/note']);
    for (const wrong of ['x:y:z', "1'; DROP TABLE change;--:1:1", '::'] as Position[])
      expect(await changesAfter(one.database, wrong)).toBeUndefined();
  });

  it('misses nothing and doubles nothing while many write', async () => {
    const context = await start();
    const head = await headPosition(context.database);
    let position = head;
    const seen: string[] = [];
    let isOver = false;
    const reader = (async () => {
      for (;;) {
        const wasOver = isOver;
        const found = await follow(context, position, 7);
        position = found.position;
        seen.push(...found.changes.map(({ record, kind }) => `${kind} ${record}`));
        if (wasOver && found.changes.length === 0) return;
      }
    })();
    await Promise.all(
      Array.from({ length: 6 }, async (_, writer) => {
        for (let index = 0; index < 25; index++) await write(context, 'test/note', `${writer}-${index}`);
      }),
    );
    isOver = true;
    await reader;
    expect(seen).toHaveLength(150);
    expect(new Set(seen).size).toBe(150);
  });

  it('orders transactions as numbers', async () => {
    const context = await start();
    const { database } = context;
    const position = await headPosition(database);
    const beginning = `${position.split(':')[0]}:0:0` as Position;
    const rows = [9, 10, 100, 99].map((tx, index) => ({
      at: 1,
      dataset: 'test/note',
      record: index,
      kind: 'added',
      ...(database.kind === 'postgres' && { tx: String(tx) }),
    }));
    await database.write('change').insert(rows);
    const order = [];
    for (let from = beginning; ; ) {
      const found = await follow(context, from, 1);
      if (found.changes.length === 0) break;
      order.push(found.changes[0]?.record);
      from = found.position;
    }
    expect(order).toEqual(database.kind === 'postgres' ? [0, 1, 3, 2] : [0, 1, 2, 3]);
  });

  it('holds back what an older transaction could still overtake', async () => {
    const context = await start();
    const { database } = context;
    const position = await headPosition(database);
    if (database.kind === 'sqlite') {
      await write(context, 'test/note', 'A');
      expect((await follow(context, position)).changes).toHaveLength(1);
      return;
    }
    const slow = await database.write.transaction();
    await slow('change').insert({ at: 1, dataset: 'test/note', record: 99, kind: 'added' });
    await write(context, 'test/note', 'A');
    expect((await follow(context, position)).changes).toEqual([]);
    await slow.commit();
    expect((await follow(context, position)).changes.map(({ record }) => record)).toEqual([99, 1]);
  });
});
