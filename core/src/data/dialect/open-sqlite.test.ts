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
