import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite3 from 'sqlite3';
import { afterEach, expect, test, vi } from 'vitest';
import { digestTables } from './digest.ts';
import { SqliteFile } from './file.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function made(sql: string): Promise<SqliteFile> {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-digest-'));
  folders.push(folder);
  const file = await new Promise<SqliteFile>((resolve) => {
    const database = new sqlite3.Database(join(folder, 'x.sqlite'), () => resolve(SqliteFile.of(database)));
  });
  for (const statement of sql.split(';')) await file.run(statement);
  return file;
}

test('all rows count, whatever their numbers are', async () => {
  const file = await made(`CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, n REAL, b BLOB);
    INSERT INTO t VALUES (-9223372036854775808, 'đầu', 1.5, NULL), (-9007199254740993, '''', NULL, x'00ff'), (0, NULL, -1e300, NULL), (9223372036854775807, 'cuối', 0.1, NULL)`);
  const lines = [
    "-9223372036854775808,'đầu',1.5,NULL",
    "-9007199254740993,'''',NULL,X'00FF'",
    '0,NULL,-1.0e+300,NULL',
    "9223372036854775807,'cuối',0.1,NULL",
  ];
  const sha256 = createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex');
  expect(await digestTables(file)).toEqual([{ name: 't', columns: ['id', 'a', 'n', 'b'], rows: 4, sha256 }]);
  await file.close();
});

test('rows that the driver cannot bring together are read one part after the other', async () => {
  const numbers = 'WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 12000)';
  const file = await made(`CREATE TABLE large (id INTEGER PRIMARY KEY, a TEXT);
    INSERT INTO large ${numbers} SELECT n, hex(zeroblob(CASE WHEN n <= 300 THEN 60000 WHEN n = 9000 THEN 20000000 ELSE 1 END)) FROM s`);
  const hash = createHash('sha256');
  for (let n = 1; n <= 12_000; n++) hash.update(`${n},'${'00'.repeat(n <= 300 ? 60_000 : n === 9_000 ? 20_000_000 : 1)}'\n`);
  const all = vi.spyOn(file, 'all');
  expect(await digestTables(file)).toMatchObject([{ rows: 12_000, sha256: hash.digest('hex') }]);
  const brought = await Promise.all(all.mock.results.map(({ value }) => value));
  const sizes = brought.flat().map(({ text }) => text?.length ?? 0);
  expect(sizes.filter((size) => size > 20_000_000)).toEqual([40_000_007]);
  await file.close();
});

test('a field may be called as the numbers of rows are, but not so that these cannot be told', async () => {
  const file = await made(`CREATE TABLE t (rowid TEXT, oid REAL);
    INSERT INTO t VALUES ('b', 1.5), (NULL, NULL), ('a', 1.5), ('a', 0.5)`);
  expect(await digestTables(file)).toMatchObject([{ rows: 4 }]);
  await file.run('CREATE TABLE u (_ROWID_ TEXT)');
  await expect(digestTables(file)).rejects.toThrow('u hides the numbers of its rows');
  await file.close();
});
