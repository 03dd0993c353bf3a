import type { Dataset } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { datasetEntry } from '../../host/entries.ts';
import type { Database } from '../database.ts';
import { createTables } from '../schema.ts';
import { tableOf } from '../table.ts';
import { testContext } from '../testing.ts';
import type { BackupCause } from './reshape.ts';
import { integer, notes, read, start, text, write } from './testing.ts';

function tableFrom(dataset: Dataset) {
  return tableOf(datasetEntry({ plugin: 'test', local: 'note', dataset, messages: { vi: {} } }));
}

describeDatabases('declared changes', (open) => {
  const refused = async (database: Database, dataset: Dataset) => {
    const problem = await start(database, dataset).catch((error: Error) => JSON.parse(error.message));
    return problem as readonly { readonly of: string; readonly code: string; readonly message: string }[];
  };

  it('say which records a new key cannot tell apart, and leave everything as it was', async () => {
    const database = await open();
    const old = await start(database, notes({ year: integer }));
    await write(old, { code: 'A', year: 1 }, { code: 'B', year: 1 }, { code: 'C', year: 2 }, { code: 'D' });
    const next = notes({ year: integer, extra: text }, { 2: [{ add: 'extra', value: 'x' }], 3: [{ key: ['year'] }] }, { key: ['year'] });
    expect(await refused(database, next)).toMatchObject([
      { of: 'dataset:test/note', code: 'change-failed', message: expect.stringContaining('the records 4 have no value') },
    ]);
    await old.database.write('d_test__note').where('_id', 4).update({ year: 4 });
    expect((await refused(database, next))[0]?.message).toContain('the records 1, 2 would share a key (year)');
    expect(await database.dialect.columnsOf(database.read, 'd_test__note')).not.toContain('extra');
    expect(await database.read('audit').where({ action: 'change:v2' })).toEqual([]);
    expect((await read(await start(database, notes({ year: integer })))).record).toEqual(expect.objectContaining({ code: 'A', year: 1 }));
  });

  it('are made once, of new tables not at all, and a plugin that is older touches nothing', async () => {
    const database = await open();
    const two = notes({ level: integer }, { 2: [{ add: 'level', value: 1 }] });
    await write(await start(database, two), { code: 'A' });
    expect((await read(await start(database, two))).record).not.toHaveProperty('level');
    const [problem] = await createTables(database, [tableFrom(notes({ level: integer }))]);
    expect(problem).toMatchObject({
      code: 'table-differs',
      message: expect.stringContaining('they are at version 2, the dataset is at version 1'),
    });
    const three = notes({ level: integer }, { 2: [{ add: 'level', value: 1 }], 3: [{ backfill: 'level', value: 3 }] });
    expect((await read(await start(database, three))).record).toMatchObject({ level: 3 });
    expect(await database.read('audit').whereIn('action', ['change:v2', 'change:v3']).pluck('action')).toEqual(['change:v3']);
  });

  it('are taken back for the dataset that cannot change, and made for the others', async () => {
    const database = await open();
    const at = async (note: Dataset, other: Dataset) => testContext(database, { datasets: { note, other } });
    await write(await at(notes({ a: text }), notes({ b: text })), { code: 'A', a: 'x' });
    const bad = notes({ a: integer }, { 2: [{ add: 'c', value: 1 }, { widen: 'a' }] });
    const problems = await at(bad, notes({ d: text }, { 2: [{ rename: ['b', 'd'] }] })).catch((error: Error) => JSON.parse(error.message));
    expect(problems).toMatchObject([
      { of: 'dataset:test/note', message: expect.stringContaining('a is kept as text and cannot be widened to integer') },
    ]);
    expect(await database.dialect.columnsOf(database.read, 'd_test__other')).toContain('d');
    expect(await database.dialect.columnsOf(database.read, 'd_test__note')).not.toContain('c');
  });

  it('are not made where the table is gone, and the others are', async () => {
    const database = await open();
    const at = async (note: Dataset, other: Dataset) => testContext(database, { datasets: { note, other } });
    await write(await at(notes({ a: text }), notes({ b: text })), { code: 'A', a: 'x' });
    await database.write.raw('DROP TABLE d_test__other');
    const problems = await at(
      notes({ c: text }, { 2: [{ rename: ['a', 'c'] }] }),
      notes({ d: text }, { 2: [{ rename: ['b', 'd'] }] }),
    ).catch((error: Error) => JSON.parse(error.message));
    expect(problems).toMatchObject([{ of: 'dataset:test/other', message: expect.stringContaining('the database has lost the columns') }]);
    expect(await database.read('d_test__note').pluck('c')).toEqual(['x']);
  });

  it('come after a backup of what has rows, and not without it', async () => {
    const database = await open();
    const causes: BackupCause[] = [];
    const discarded: BackupCause[] = [];
    await start(database, notes({}));
    const two = { 2: [{ add: 'level', value: 1 }] } as const;
    const backup = async (cause: BackupCause) => {
      causes.push(cause);
      return async () => void discarded.push(cause);
    };
    await write(await start(database, notes({ level: integer }, two), backup), { code: 'A' });
    expect(causes).toEqual([]);
    const three = notes({ level: integer }, { ...two, 3: [{ backfill: 'level', value: 3 }] });
    const full = await testContext(database, {
      datasets: { note: three },
      backup: async () => {
        throw new Error('no room');
      },
    }).catch((error: Error) => JSON.parse(error.message));
    expect(full).toMatchObject([{ code: 'change-failed', message: expect.stringContaining('no room') }]);
    expect((await read(await start(database, three, backup))).record).toMatchObject({ level: 3 });
    expect(causes).toEqual([{ dataset: 'test/note', version: 3, datasets: 1 }]);
    expect(discarded).toEqual([]);
    const bad = notes({ level: integer }, { ...three.changes, 4: [{ backfill: 'level', value: 'x' }] });
    await expect(start(database, bad, backup)).rejects.toThrow('is no value of level');
    expect([causes.length, discarded]).toEqual([2, [{ dataset: 'test/note', version: 4, datasets: 1 }]]);
  });

  it('are made once by two processes that start at the same moment', async () => {
    const database = await open();
    await write(await start(database, notes({ n: integer })), { code: 'A', n: 1 });
    const next = notes(
      { n: integer, m: integer },
      {
        2: [
          { add: 'm', value: { field: 'n' } },
          { backfill: 'n', value: 5 },
        ],
      },
    );
    await Promise.all([start(database, next), start(database, next), start(database, next)]);
    const rows = await database.read('d_test__note').select('n', 'm', '_rev');
    expect(rows).toEqual([{ n: 5, m: 1, _rev: 2 }]);
  });
});
