import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import sqlite3 from 'sqlite3';

/** Looks at a database from outside. */
export interface Look {
  /** Whether a transaction that has written is open, of a program that stands still. */
  isInside(): Promise<boolean>;
  /** What the database says is broken in its files. */
  faults(): Promise<readonly string[]>;
}

/** Somebody writes, or stands still where the index of the log is being changed. */
const held: ReadonlySet<unknown> = new Set(['SQLITE_BUSY', 'SQLITE_PROTOCOL']);

/** SQLite: who writes has the one lock. */
export function lookAtSqlite(folder: string): Look {
  const ask = (sql: string) =>
    new Promise<readonly object[]>((resolve, reject) => {
      // A connection of its own each time: none holds a lock or a file while nobody looks.
      const database = new sqlite3.Database(join(folder, 'haidang.sqlite'), sqlite3.OPEN_READWRITE, (error) => {
        if (error) reject(error);
      });
      database.all(sql, (error, rows: object[]) => database.close(() => (error ? reject(error) : resolve(rows))));
    });
  return {
    async isInside() {
      try {
        await ask('BEGIN IMMEDIATE');
        return false;
      } catch (error) {
        if (error instanceof Error && 'code' in error && held.has(error.code)) return true;
        throw error;
      }
    },
    async faults() {
      const rows = [...(await ask('PRAGMA integrity_check')), ...(await ask('PRAGMA foreign_key_check'))];
      return rows.map((row) => JSON.stringify(row)).filter((row) => row !== '{"integrity_check":"ok"}');
    },
  };
}

/** PostgreSQL: it knows its transactions, and waits in those of a program that stands still. */
export function lookAtPostgres(url: string): Look {
  const ask = async (sql: string) => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<{ [column: string]: unknown }>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    async isInside() {
      // A statement that is under way comes to its end.
      await sleep(5);
      const [row] = await ask(
        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'haidang' AND backend_xid IS NOT NULL AND state = 'idle in transaction'",
      );
      return Number(row?.n) > 0;
    },
    async faults() {
      await ask('CREATE EXTENSION IF NOT EXISTS amcheck');
      const ours = "n.nspname = 'public' AND c.relpersistence = 'p'";
      const heaps = await ask(
        `SELECT c.relname, v.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, LATERAL verify_heapam(c.oid) v WHERE ${ours} AND c.relkind = 'r'`,
      );
      const indexes = await ask(
        `SELECT c.relname, bt_index_check(c.oid, true) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_am a ON a.oid = c.relam WHERE ${ours} AND c.relkind = 'i' AND a.amname = 'btree'`,
      );
      if (indexes.length === 0) throw new Error('no index was looked at');
      return heaps.map((row) => JSON.stringify(row));
    },
  };
}
