import { defineDataset, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller } from '../access/caller.ts';
import { changesSince, headPosition } from './changes.ts';
import type { DataContext } from './context.ts';
import { isAfterOrAt } from './position.ts';
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
  /** Reads on from where it stood. */
  const reader = async ({ database }: DataContext) => {
    let { mark } = await changesSince(database, undefined);
    return async () => {
      const news = await changesSince(database, mark);
      mark = news.mark;
      return [...news.changes.keys()].sort();
    };
  };

  it('names the datasets that changed, each kind of change, and none twice', async () => {
    const context = await start();
    await write(context, 'test/note', 'before');
    const next = await reader(context);
    expect(await next()).toEqual([]);
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

  it('says where the newest change of a dataset stands: after what was read before it, before what is read now', async () => {
    const context = await start();
    const before = await headPosition(context.database);
    const { mark, end } = await changesSince(context.database, undefined);
    await write(context, 'test/note', 'A');
    await write(context, 'test/note', 'B');
    const after = await headPosition(context.database);
    const { changes, head } = await changesSince(context.database, mark);
    const at = changes.get('test/note') ?? before;
    expect([isAfterOrAt(before, at), isAfterOrAt(end, at), isAfterOrAt(after, at), isAfterOrAt(head, after)]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('misses nothing while many write', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const context = await testContext(await open(), { datasets: Object.fromEntries(names.map((name) => [name, note])) });
    const next = await reader(context);
    for (let round = 0; round < 15; round++) {
      const told: string[] = [];
      let isOver = false;
      const reading = (async () => {
        for (let isLast = false; !isLast; ) {
          isLast = isOver;
          told.push(...(await next()));
        }
      })();
      await Promise.all(names.map((name) => write(context, `test/${name}`, 'A', round)));
      isOver = true;
      await reading;
      expect(told.sort()).toEqual(names.map((name) => `test/${name}`));
    }
  });

  it('tells a change once it is committed, whoever else has begun before and is not done, and theirs when they are', async () => {
    const context = await start();
    const { database } = context;
    const next = await reader(context);
    if (database.kind === 'sqlite') {
      await write(context, 'test/note', 'A');
      return expect(await next()).toEqual(['test/note']);
    }
    const [slow, slower] = [await database.write.transaction(), await database.write.transaction()];
    const row = (dataset: string) => ({ at: 1, dataset, record: 99, kind: 'added' });
    await slower('change').insert(row('slower'));
    await slow('change').insert(row('slow'));
    await write(context, 'test/note', 'A');
    expect(await next()).toEqual(['test/note']);
    expect(await next()).toEqual([]);
    await slow.commit();
    expect(await next()).toEqual(['slow']);
    await slower.commit();
    expect(await next()).toEqual(['slower']);
    expect(await next()).toEqual([]);
  });
});
