import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dataset, schema } from '@haidang/sdk';
import { afterEach, expect, it } from 'vitest';
import { describeDatabases, newSchema } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import { restoreBackup } from '../../backup/restore.ts';
import type { Database } from '../database.ts';
import { openDatabase } from '../open.ts';
import { getRecord } from '../record.ts';
import { testContext } from '../testing.ts';
import { writeRecords } from '../write.ts';
import { backupBefore } from './backup.ts';

const text = { type: 'string' } as const;
const before: Dataset = { row: schema({ required: ['code'], properties: { code: text, title: text } }), key: ['code'] };
const after: Dataset = {
  row: schema({ required: ['code'], properties: { code: text, heading: text } }),
  key: ['code'],
  changes: { 2: [{ rename: ['title', 'heading'] }, { backfill: 'heading', value: 'Hai' }] },
};

describeDatabases('the backup before a change', (open) => {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });
  const newFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-before-'));
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  };
  const start = (database: Database, note: Dataset, data?: string) =>
    testContext(database, { datasets: { note }, ...(data !== undefined && { backup: backupBefore({ database, data }) }) });
  const fill = async () => {
    const database = await open();
    const rows = [{ line: 1, row: { code: 'A', title: 'Một' } }];
    await writeRecords(await start(database, before), { dataset: 'test/note', rows, caller: localCaller() });
    return database;
  };
  const read = async (database: Database, note: Dataset) =>
    (await getRecord(await start(database, note), { dataset: 'test/note', id: 1, caller: localCaller() })).record;

  it('lies in the data folder under the name of the change, and restores to what was', async () => {
    const [database, data] = [await fill(), newFolder()];
    await start(database, after, data);
    const [name, ...others] = readdirSync(join(data, 'backups'));
    expect(name).toMatch(/^before-test-note-v2-\d{8}T\d{9}Z$/);
    expect(others).toEqual([]);
    expect(await read(database, after)).toMatchObject({ heading: 'Hai' });
    const place = database.kind === 'postgres' ? await newSchema() : undefined;
    if (place) cleanups.push(place.remove);
    const target = join(newFolder(), 'data');
    await restoreBackup({ from: join(data, 'backups', String(name)), data: target, ...(place && { databaseUrl: place.at.url }) });
    const restored = await openDatabase(place?.at ?? { folder: target });
    cleanups.push(() => restored.close());
    expect(await read(restored, before)).toMatchObject({ code: 'A', title: 'Một' });
    // It can be changed again.
    expect(await read(restored, after)).toMatchObject({ code: 'A', heading: 'Hai' });
  });

  it('is not begun where there is no room for it, and nothing changes', async () => {
    const [database, data] = [await fill(), newFolder()];
    const { shape } = database.dialect;
    const full = { ...database, dialect: { ...database.dialect, shape: { ...shape, size: async () => 2 ** 60 } } };
    await expect(start(full, after, data)).rejects.toThrow(
      /: the data folder has room for \d+ MB, and the backup that comes before needs \d+ MB"/,
    );
    expect(readdirSync(join(data, 'backups'))).toEqual([]);
    expect(await read(database, before)).toMatchObject({ title: 'Một' });
  });

  it('is told of without the place where it would be, when it cannot be made', async () => {
    const [database, data] = [await fill(), newFolder()];
    writeFileSync(join(data, 'backups'), '');
    const fault: unknown = await start(database, after, data).catch((error: unknown) => error);
    expect(String(fault)).toMatch(/the backup that comes before could not be made: EEXIST"/);
    expect(String(fault)).not.toContain(data);
  });
});
