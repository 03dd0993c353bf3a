import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Database } from '../database.ts';
import { openSqlite } from './open-sqlite.ts';

let folder: string;
let database: Database;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-open-'));
  database = await openSqlite({ folder, readOnly: false });
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (sql: string) =>
  database.dialect.reader([{ name: 'q0', columns: [{ name: 'n', store: 'integer' }], statement: { sql, values: [1] } }])(database.read);

test('leaves only the database behind, though it has read', async () => {
  expect(await ask('SELECT count(*) + ? AS n FROM meta')).toEqual([[[1]]]);
  await Promise.all(['1', '2', '3'].map((n) => ask(`SELECT ${n} + ? AS n FROM meta`)));
  await database.close();
  expect(readdirSync(folder)).toEqual(['haidang.sqlite']);
});

test('keeps the statements of whoever writes, with other values and after the table has changed', async () => {
  const { write } = database;
  await write.raw('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)');
  const connection = await write.client.acquireConnection();
  const prepare = vi.spyOn(connection, 'prepare');
  await write.client.releaseConnection(connection);
  for (const name of ['a', 'b', 'c']) await write('t').insert({ name });
  expect(prepare).toHaveBeenCalledTimes(1);
  await expect(write.raw('INSERT INTO t VALUES (1, ?)', ['d'])).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' });
  expect(await write('t').where({ name: 'b' }).update({ name: 'B' })).toBe(1);
  const all = () => write('t').orderBy('id');
  expect((await all()).map(({ name }) => name)).toEqual(['a', 'B', 'c']);
  await write.raw('ALTER TABLE t ADD COLUMN more TEXT');
  expect((await all())[0]).toEqual({ id: 1, name: 'a', more: null });
  expect(await write('t').where('id', '>', 1).delete()).toBe(2);
});

test('holds on to nothing after a statement that was refused because somebody else writes', async () => {
  const { write } = database;
  await write.raw('CREATE TABLE t (name TEXT)');
  await write.raw('PRAGMA busy_timeout = 0');
  const other = await openSqlite({ folder, readOnly: false });
  const insert = (name: string) => write.raw('INSERT INTO t VALUES (?)', [name]);
  await insert('first');
  await other.dialect.transaction(other.write, async (connection) => {
    await connection.raw("INSERT INTO t VALUES ('other')");
    await expect(insert('refused')).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  });
  await write('t').insert({ name: 'later' });
  await insert('again');
  const names = async ({ read }: Database) => (await read('t').select('name')).map(({ name }) => name);
  const expected = ['first', 'other', 'later', 'again'];
  expect([await names(database), await names(other)]).toEqual([expected, expected]);
  await other.close();
});

test('prepares a short statement once, a very long one each time', async () => {
  const { client } = database.read;
  const connection = await client.acquireConnection();
  const prepare = vi.spyOn(connection, 'prepare');
  await client.releaseConnection(connection);
  const preparedFor = async (sql: string) => {
    prepare.mockClear();
    for (const _ of [1, 2]) expect(await ask(sql)).toEqual([[[2]]]);
    return prepare.mock.calls.length;
  };
  expect(await preparedFor('SELECT 1 + ? AS n')).toBe(1);
  expect(await preparedFor(`SELECT 1 + ? AS n /* ${'x'.repeat(70_000)} */`)).toBe(2);
  await database.close();
  expect(readdirSync(folder)).toEqual(['haidang.sqlite']);
});
