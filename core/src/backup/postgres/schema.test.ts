import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { newSchema } from '../../../../tests/support/databases.ts';
import type { Database } from '../../data/database.ts';
import { openDatabase } from '../../data/open.ts';
import { createTables } from '../../data/schema.ts';
import { takeBackup } from '../backup.ts';
import { restoreBackup } from '../restore.ts';
import { readSchema } from './read-schema.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(): Promise<{ database: Database; url: string }> {
  const schema = await newSchema();
  const database = await openDatabase(schema.at);
  cleanups.push(schema.remove, () => database.close());
  return { database, url: schema.at.url };
}

const statements = [
  'CREATE SEQUENCE numbers',
  'CREATE TABLE whole (id bigint NOT NULL DEFAULT nextval(\'numbers\'), at bigint NOT NULL, place text COLLATE "C", PRIMARY KEY (id, at)) PARTITION BY RANGE (at)',
  'CREATE TABLE whole_1 PARTITION OF whole FOR VALUES FROM (0) TO (1000)',
  'CREATE TABLE whole_2 PARTITION OF whole FOR VALUES FROM (1000) TO (2000) PARTITION BY RANGE (at)',
  'CREATE TABLE whole_2a PARTITION OF whole_2 DEFAULT',
  'CREATE TABLE whole_other PARTITION OF whole DEFAULT WITH (fillfactor=70)',
  'CREATE INDEX whole_at ON whole USING brin (at) WITH (pages_per_range=16)',
  'CREATE UNIQUE INDEX whole_place ON whole (place, at) NULLS NOT DISTINCT WHERE id > 0',
  "INSERT INTO whole (at, place) SELECT n * 7 % 3000, CASE WHEN n % 5 > 0 THEN E'Đường\\t\\\\ \"' || n || E'\\n' END FROM generate_series(1, 500) AS n",
  `CREATE TABLE "values" ("order" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n double precision CHECK (n > -1e300), twice double precision GENERATED ALWAYS AS (n * 2) STORED,
    yes boolean DEFAULT true, j json, l jsonb, tags text[], short varchar(10))`,
  `INSERT INTO "values" (n, yes, j, l, tags, short) SELECT random() * 10 ^ (n % 300), n % 2 = 0, '{"b":1, "a":2}', '[1,"x"]', ARRAY['a', NULL, E'b\\n'], 'ơ' FROM generate_series(1, 200) AS n`,
  'CREATE TABLE cut (id bigserial NOT NULL, at bigint, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)',
  'CREATE TABLE cut_rest PARTITION OF cut DEFAULT',
  'INSERT INTO cut (at) SELECT n FROM generate_series(1, 9) AS n',
  'CREATE TABLE nothing (a bigint)',
];

test('tables of every sort come back as they were: partitions, keys, indexes, numbers that go on', async () => {
  const { database } = await open();
  await createTables(database, []);
  for (const sql of statements) await database.write.raw(sql);
  await database.write.raw('DELETE FROM "values" WHERE "order" > 150');
  const folder = mkdtempSync(join(tmpdir(), 'haidang-schema-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const manifest = await takeBackup({ database, out: join(folder, 'backup') });
  expect(manifest.tables.find(({ name }) => name === 'whole_2a')?.rows).toBeGreaterThan(0);
  expect(manifest.tables.map(({ name }) => name)).not.toContain('whole');
  const there = await open();
  await restoreBackup({ from: join(folder, 'backup'), data: join(folder, 'data'), databaseUrl: there.url });
  const restored = there.database;
  expect(await readSchema(restored.read)).toEqual(await readSchema(database.read));
  expect(await indexesOf(restored)).toEqual(await indexesOf(database));
  const next = await restored.write.raw('INSERT INTO "values" (n) VALUES (1) RETURNING "order", twice');
  expect(next.rows).toEqual([{ order: 201, twice: 2 }]);
  const tenth = await restored.write.raw('INSERT INTO cut (at) VALUES (1) RETURNING id');
  expect(tenth.rows).toEqual([{ id: 10 }]);
  const later = await restored.write.raw("INSERT INTO whole (at, place) VALUES (5000, 'x') RETURNING id, tableoid::regclass::text AS part");
  expect(later.rows).toEqual([{ id: 501, part: 'whole_other' }]);
});

/** Tables with what their indexes hold: those of partitions have names that PostgreSQL gives. */
async function indexesOf({ read }: Database): Promise<readonly string[]> {
  const { rows }: { rows: { of: string; definition: string }[] } = await read.raw(
    "SELECT tablename AS of, split_part(indexdef, ' USING ', 2) AS definition FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
  );
  return rows.map(({ of, definition }) => `${of}: ${definition}`);
}

test('what could do more than describe a table is not backed up, and is named', async () => {
  const { database } = await open();
  await createTables(database, []);
  await database.write.raw("CREATE TABLE named (a text DEFAULT current_setting('data_directory'))");
  const folder = mkdtempSync(join(tmpdir(), 'haidang-schema-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  await expect(takeBackup({ database, out: join(folder, 'backup') })).rejects.toMatchObject({
    code: 'not-ready',
    details: { reason: { en: expect.stringContaining('current_setting') } },
  });
});
