// What stands in a database, in its own words: record tables and their indexes.
import { join } from 'node:path';
import pg from 'pg';
import sqlite3 from 'sqlite3';
import { isRecordTable } from './result.mjs';

/** @typedef {import('./databases.mjs').Place} Place */
/** @typedef {import('./result.d.mts').Item} Item */

const postgresItems = `
  SELECT c.relname AS table, c.relname AS name, string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || coalesce(' COLLATE ' || nullif(l.collname, 'default'), '') || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY a.attnum) AS definition
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_collation l ON l.oid = a.attcollation
  WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname
  UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  ORDER BY 1, 2`;
const sqliteItems = "SELECT tbl_name AS 'table', name, sql AS definition FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY 1, 2";

/** @param {Place} place @returns {Promise<Item[]>} */
export async function itemsOf({ folder, url }) {
  if (url) return (await inPostgres(url, postgresItems)).rows;
  return inSqlite(folder, (database, done) => database.all(sqliteItems, done));
}

/** What the bare side writes too, where it keeps a log like ours. */
const logs = new Set(['change', 'audit', 'bucket_mark', 'rollup_state']);

/** Leaves the record tables and the logs: the bare side knows no units, no documents, no jobs.
 * @param {Place} place */
export async function dropOthers({ folder, url }) {
  const items = await itemsOf({ folder, ...(url && { url }) });
  const others = [...new Set(items.map(({ table }) => table))].filter(
    (table) => !isRecordTable(table) && !logs.has(table) && !table.startsWith('sqlite_'),
  );
  const sql = others.map((table) => `DROP TABLE "${table}";`).join('\n');
  if (url) await inPostgres(url, sql);
  else await inSqlite(folder, (database, done) => database.exec(sql, done));
}

/** The number `n` that a SELECT gives.
 * @param {Place} place @param {string} sql @returns {Promise<number>} */
export async function numberIn({ folder, url }, sql) {
  const rows = url ? (await inPostgres(url, sql)).rows : await inSqlite(folder, (database, done) => database.all(sql, done));
  return Number(rows[0]?.n);
}

/** @param {string} url @param {string} sql */
async function inPostgres(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query(sql).finally(() => client.end());
}

/** @template T @param {string} folder @param {(database: sqlite3.Database, done: (error: Error | null, result: T) => void) => void} work @returns {Promise<T>} */
function inSqlite(folder, work) {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(join(folder, 'haidang.sqlite'), sqlite3.OPEN_READWRITE);
    work(database, (error, result) => {
      database.close((fault) => {
        if (error ?? fault) reject(error ?? fault);
        else resolve(result);
      });
    });
  });
}
