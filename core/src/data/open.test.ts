import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { postgresUrl } from '../../../tests/support/databases.ts';
import { faultOf as postgresFault } from './dialect/open-postgres.ts';
import { faultOf as sqliteFault } from './dialect/open-sqlite.ts';
import { openDatabase } from './open.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-open-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('opening SQLite', () => {
  it('makes the folder and waits for the disk at every commit', async () => {
    const database = await openDatabase({ folder: join(folder, 'new', 'deep') });
    expect(database.description).toMatch(/^SQLite 3\.\d+\.\d+, WAL, synchronous=FULL$/);
    expect(await database.write.raw('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await database.write.raw('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await database.read.raw('PRAGMA query_only')).toEqual([{ query_only: 1 }]);
    expect(readdirSync(join(folder, 'new', 'deep'))).toContain('haidang.sqlite');
    await database.close();
  });

  it('says so when the folder cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(openDatabase({ folder: join(folder, 'file', 'data') })).rejects.toMatchObject({
      code: 'not-ready',
      details: { reason: expect.stringContaining('cannot be written') },
    });
    await expect(openDatabase({ folder: join(folder, 'file') })).rejects.toMatchObject({
      code: 'not-ready',
      details: { reason: expect.stringContaining('cannot be written') },
    });
  });

  it('says so when the file is no database, and leaves it alone', async () => {
    const place = mkdtempSync(join(folder, 'other-'));
    writeFileSync(join(place, 'haidang.sqlite'), 'something else '.repeat(1000));
    await expect(openDatabase({ folder: place })).rejects.toMatchObject({
      code: 'not-ready',
      details: { reason: expect.stringContaining('file is not a database') },
    });
  });

  it('makes nothing and writes nothing when it is opened to be read', async () => {
    const place = mkdtempSync(join(folder, 'read-'));
    await expect(openDatabase({ folder: place, readOnly: true })).rejects.toMatchObject({
      code: 'not-ready',
      details: { reason: { vi: expect.stringContaining('Không có dữ liệu'), en: expect.stringContaining('no data') } },
    });
    expect(readdirSync(place)).toEqual([]);
    await (await openDatabase({ folder: place })).close();
    const database = await openDatabase({ folder: place, readOnly: true });
    await expect(database.write.raw('CREATE TABLE t (x INTEGER)')).rejects.toThrow('readonly');
    await database.close();
  });

  it('refuses versions that corrupt data and settings that lose them', () => {
    const fit = { version: '3.52.0', journal: 'wal', synchronous: 2, foreignKeys: 1, busyTimeout: 1 };
    expect(sqliteFault(fit)).toBeUndefined();
    expect(sqliteFault({ ...fit, version: '3.51.3' })).toBeUndefined();
    expect(sqliteFault({ ...fit, version: '3.51.2' })).toContain('3.51.3');
    expect(sqliteFault({ ...fit, version: '3.9.9' })).toContain('3.51.3');
    expect(sqliteFault({ ...fit, journal: 'delete' })).toContain('write-ahead log');
    expect(sqliteFault({ ...fit, synchronous: 1 })).toContain('FULL');
    expect(sqliteFault({ ...fit, foreignKeys: 0 })).toContain('Foreign keys');
    expect(sqliteFault({ ...fit, busyTimeout: 0 })).toContain('busy_timeout');
  });
});

describe('opening PostgreSQL', () => {
  it('tells its version and gives whole numbers as numbers', async () => {
    const database = await openDatabase({ url: postgresUrl() });
    expect(database.description).toMatch(/^PostgreSQL \d+.*, synchronous_commit=on/);
    expect((await database.read.raw('SELECT 9007199254740991::bigint AS a, 1.5::numeric AS b')).rows).toEqual([
      { a: 9007199254740991, b: 1.5 },
    ]);
    await database.close();
  });

  it('says where it looked when nobody is there, without the password', async () => {
    const error = await openDatabase({ url: 'postgres://someone:secret@127.0.0.1:1/data' }).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'not-ready', details: { reason: expect.stringContaining('127.0.0.1:1/data') } });
    expect(JSON.stringify(error.details)).not.toContain('secret');
  });

  it('refuses a server that acknowledges too early, and one that is too old', () => {
    const fit = { version: '18.0', number: 180_000, commit: 'on', encoding: 'UTF8', fsync: 'on' };
    expect(postgresFault(fit)).toBeUndefined();
    expect(postgresFault({ ...fit, commit: 'off' })).toContain('synchronous_commit');
    expect(postgresFault({ ...fit, number: 120_000 })).toContain('13');
    expect(postgresFault({ ...fit, encoding: 'SQL_ASCII' })).toContain('UTF8');
  });
});

it('asks for a database when none is named', async () => {
  await expect(openDatabase({})).rejects.toMatchObject({ code: 'not-ready' });
});
