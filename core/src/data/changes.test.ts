import { defineDataset, type Position, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller } from '../access/caller.ts';
import { changedSince, headPosition } from './changes.ts';
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
  it('names the datasets that changed, each kind of change, and none twice', async () => {
    const context = await start();
    await write(context, 'test/note', 'before');
    let { head, datasets } = await changedSince(context.database, undefined);
    expect(datasets).toEqual([]);
    const next = async () => {
      ({ head, datasets } = await changedSince(context.database, head));
      return [...datasets].sort();
    };
    await write(context, 'test/other', 'A');
    expect(await next()).toEqual(['test/other']);
    await write(context, 'test/other', 'A', 1);
    await write(context, 'test/note', 'B');
    expect(await next()).toEqual(['test/note', 'test/other']);
    await deleteRecord(context, { dataset: 'test/other', id: 1, revision: 2, caller });
    expect(await next()).toEqual(['test/other']);
    await write(context, 'test/note', 'B');
    expect(await next()).toEqual([]);
  });

  it('does not take positions of another database for its own', async () => {
    const [one, other] = [await start(), await start()];
    const position = await headPosition(other.database);
    await write(one, 'test/note', 'A');
    for (const foreign of [position, 'x:y:z', "1'; DROP TABLE change;--:1:1", '::'] as Position[])
      expect((await changedSince(one.database, foreign)).datasets).toEqual(['test/note']);
  });

  it('misses nothing while many write', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const context = await testContext(await open(), { datasets: Object.fromEntries(names.map((name) => [name, note])) });
    let { head } = await changedSince(context.database, undefined);
    for (let round = 0; round < 15; round++) {
      const told = new Set<string>();
      let isOver = false;
      const reader = (async () => {
        for (let isLast = false; !isLast; ) {
          isLast = isOver;
          const found = await changedSince(context.database, head);
          head = found.head;
          for (const dataset of found.datasets) told.add(dataset);
        }
      })();
      await Promise.all(names.map((name) => write(context, `test/${name}`, 'A', round)));
      isOver = true;
      await reader;
      expect([...told].sort()).toEqual(names.map((name) => `test/${name}`));
    }
  });

  it('orders transactions as numbers', async () => {
    const { database } = await start();
    const [epoch] = (await headPosition(database)).split(':');
    const isPostgres = database.kind === 'postgres';
    const rows = ['9', '10', '100', '99'].map((tx) => ({
      at: 1,
      dataset: tx,
      record: 1,
      kind: 'added',
      ...(isPostgres && { tx }),
    }));
    await database.write('change').insert(rows);
    const after = async (place: string) => [...(await changedSince(database, `${epoch}:${place}` as Position)).datasets].sort();
    expect(await after(isPostgres ? '10:0' : '0:1')).toEqual(['10', '100', '99']);
    expect(await after(isPostgres ? '99:0' : '0:2')).toEqual(['100', '99']);
  });

  it('holds back what an older transaction could still overtake', async () => {
    const context = await start();
    const { database } = context;
    const first = await changedSince(database, undefined);
    if (database.kind === 'sqlite') {
      await write(context, 'test/note', 'A');
      expect((await changedSince(database, first.head)).datasets).toEqual(['test/note']);
      return;
    }
    const slow = await database.write.transaction();
    await slow('change').insert({ at: 1, dataset: 'test/other', record: 99, kind: 'added' });
    await write(context, 'test/note', 'A');
    const second = await changedSince(database, first.head);
    expect(second.datasets).toEqual([]);
    await slow.commit();
    expect([...(await changedSince(database, second.head)).datasets].sort()).toEqual(['test/note', 'test/other']);
  });
});
