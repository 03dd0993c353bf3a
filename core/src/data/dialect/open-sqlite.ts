import { constants, existsSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import knex, { type Knex } from 'knex';
import type { Database } from '../database.ts';
import { SqliteClient, SqliteWriter } from './client-sqlite.ts';
import { quietly } from './log.ts';
import { sqlite } from './sqlite.ts';
import { release } from './statements-sqlite.ts';

const file = 'haidang.sqlite';
// Earlier versions can corrupt a database when its write-ahead log starts over.
const oldest = '3.51.3';
const levels = ['OFF', 'NORMAL', 'FULL', 'EXTRA'];

interface Connection {
  exec(sql: string, done: (error: Error | null) => void): void;
}

/** What SQLite says of itself and of a connection. */
export interface SqliteState {
  readonly version: string;
  readonly journal: string;
  readonly synchronous: number;
  readonly foreignKeys: number;
  readonly busyTimeout: number;
}

export async function openSqlite({ folder, readOnly }: { readonly folder: string; readonly readOnly: boolean }): Promise<Database> {
  const place = resolve(folder);
  const filename = join(place, file);
  await prepareFolder(place, filename, readOnly);
  const connect = (client: typeof SqliteClient, max: number, pragmas: readonly string[]) => {
    const connections = knex({
      client,
      connection: { filename },
      useNullAsDefault: true,
      compileSqlOnError: false,
      log: quietly,
      pool: {
        min: 0,
        max,
        idleTimeoutMillis: 600_000,
        afterCreate: (connection: Connection, done: (error: Error | null, connection: Connection) => void) =>
          connection.exec(pragmas.join(';'), (error) => done(error, connection)),
      },
    });
    connections.client.pool.on('destroyRequest', (_event: number, connection: Parameters<typeof release>[0]) => release(connection));
    return connections;
  };
  const always = ['PRAGMA busy_timeout = 10000', 'PRAGMA foreign_keys = ON', 'PRAGMA temp_store = MEMORY', 'PRAGMA cache_size = -65536'];
  const writing = [
    ...always,
    'PRAGMA journal_mode = WAL',
    'PRAGMA synchronous = FULL',
    'PRAGMA wal_autocheckpoint = 4000',
    'PRAGMA journal_size_limit = 67108864',
    'PRAGMA analysis_limit = 1000',
  ];
  // What a new database is asked first.
  writing.push('CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT');
  const reading = [...always, 'PRAGMA synchronous = FULL', 'PRAGMA query_only = ON'];
  const write = readOnly ? connect(SqliteClient, 1, reading) : connect(SqliteWriter, 1, writing);
  const read = connect(SqliteClient, 4, reading);
  const close = async () => {
    // Who closes last takes the log along; two that do so at once may each leave it to the other.
    await read.destroy();
    await write.destroy();
  };
  try {
    const state = await stateOf(write);
    const fault = faultOf(state);
    if (fault) throw new HaidangError('not-ready', { file: filename, reason: fault });
    return {
      kind: 'sqlite',
      read,
      write,
      dialect: sqlite,
      description: `SQLite ${state.version}, ${state.journal.toUpperCase()}, synchronous=${levels[state.synchronous]}`,
      close,
    };
  } catch (error) {
    await close();
    if (error instanceof HaidangError) throw error;
    throw new HaidangError(
      'not-ready',
      { file: filename, reason: `${filename} cannot be opened as a database: ${lastWords(error)}` },
      { cause: error },
    );
  }
}

/** Why a database in this state could lose data; nothing when it could not. */
export function faultOf({ version, journal, synchronous, foreignKeys, busyTimeout }: SqliteState): string | undefined {
  if (compareVersions(version, oldest) < 0) return `SQLite ${version} can corrupt a database; at least ${oldest} is needed.`;
  if (journal !== 'wal')
    return `The database does not take a write-ahead log (journal_mode is ${journal}); network folders cannot hold it.`;
  if (synchronous < 2) return `The database does not wait for the disk (synchronous is ${synchronous}); it must be FULL.`;
  if (foreignKeys !== 1) return 'Foreign keys are not checked.';
  return busyTimeout > 0 ? undefined : 'The database does not wait for other writers (busy_timeout is 0).';
}

async function stateOf(connection: Knex): Promise<SqliteState> {
  const sql = `SELECT sqlite_version() AS version, j.journal_mode AS journal, s.synchronous AS synchronous, f.foreign_keys AS foreignKeys, b.timeout AS busyTimeout
    FROM pragma_journal_mode j, pragma_synchronous s, pragma_foreign_keys f, pragma_busy_timeout b`;
  const [state]: SqliteState[] = await connection.raw(sql);
  if (!state) throw new Error('no answer');
  return state;
}

async function prepareFolder(folder: string, filename: string, readOnly: boolean): Promise<void> {
  if (readOnly) {
    if (!existsSync(filename))
      throw new HaidangError('not-ready', {
        folder,
        reason: { vi: `Không có dữ liệu trong ${folder}.`, en: `There is no data in ${folder}.` },
      });
    return;
  }
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK | constants.X_OK);
    if (existsSync(filename)) await access(filename, constants.W_OK);
  } catch (error) {
    throw new HaidangError(
      'not-ready',
      { folder, reason: `The data folder ${folder} cannot be written: ${lastWords(error)}` },
      { cause: error },
    );
  }
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

// Knex puts the statement before the driver's words.
function lastWords(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.slice(text.lastIndexOf(' - ') + 1).replace(/^- /, '');
}
