import { HaidangError } from '@haidang/sdk';
import knex, { type Knex } from 'knex';
import pg from 'pg';
import type { Database } from '../database.ts';
import { quietly } from './log.ts';
import { postgres } from './postgres.ts';
import { PostgresWakeUps } from './wake-ups-postgres.ts';

// The first version with transaction numbers that do not wrap around (xid8).
const oldest = 130_000;

interface Connection {
  query(sql: string, done: (error: Error | null) => void): void;
}

// Whole numbers up to 2^53 and averages come as numbers, as SQLite gives them.
const numbers: ReadonlySet<number> = new Set([pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);
const types = {
  getTypeParser: (id: number, format?: string) =>
    numbers.has(id) && format !== 'binary' ? Number : pg.types.getTypeParser(id, format === 'binary' ? 'binary' : 'text'),
};

/** What a server says of itself. */
export interface PostgresState {
  readonly version: string;
  readonly number: number;
  readonly commit: string;
  readonly encoding: string;
  readonly fsync: string;
}

export async function openPostgres({ url, readOnly }: { readonly url: string; readonly readOnly: boolean }): Promise<Database> {
  const connect = (max: number, settings: readonly string[]) =>
    knex({
      client: 'pg',
      connection: { connectionString: url, types, application_name: 'haidang' },
      compileSqlOnError: false,
      log: quietly,
      acquireConnectionTimeout: 30_000,
      pool: {
        min: 0,
        max,
        afterCreate: (connection: Connection, done: (error: Error | null, connection: Connection) => void) =>
          connection.query(settings.join(';'), (error) => done(error, connection)),
      },
    });
  const always = ["SET timezone = 'UTC'"];
  const reading = [...always, 'SET default_transaction_read_only = on'];
  // A writer that was forgotten would hold back the change log of everybody.
  const writing = [...always, "SET idle_in_transaction_session_timeout = '60s'"];
  const write = connect(8, readOnly ? reading : writing);
  const read = connect(8, reading);
  const close = async () => {
    await Promise.all([read.destroy(), write.destroy()]);
  };
  try {
    const state = await stateOf(write);
    const fault = faultOf(state);
    if (fault) throw new HaidangError('not-ready', { reason: fault });
    return {
      kind: 'postgres',
      read,
      write,
      dialect: postgres,
      description: `PostgreSQL ${state.version}, synchronous_commit=${state.commit}, fsync=${state.fsync}`,
      wakeUps: (listening) => new PostgresWakeUps(url, listening),
      close,
    };
  } catch (error) {
    await close();
    if (error instanceof HaidangError) throw error;
    const words = error instanceof Error ? error.message || String('code' in error ? error.code : error.name) : String(error);
    throw new HaidangError(
      'not-ready',
      { reason: `PostgreSQL at ${placeOf(url)} cannot be used: ${words.slice(words.lastIndexOf(' - ') + 1).replace(/^- /, '')}` },
      { cause: error },
    );
  }
}

/** Why a server in this state could lose data or cannot hold ours; nothing when it is fit. */
export function faultOf({ version, number, commit, encoding }: PostgresState): string | undefined {
  if (number < oldest) return `PostgreSQL ${version} is too old; at least 13 is needed.`;
  if (commit === 'off') return 'PostgreSQL acknowledges before the disk has it (synchronous_commit is off); it must be on.';
  return encoding === 'UTF8' ? undefined : `The database has the encoding ${encoding}; it must be UTF8.`;
}

async function stateOf(connection: Knex): Promise<PostgresState> {
  const setting = (name: string) => `current_setting('${name}')`;
  const sql = `SELECT ${setting('server_version')} AS version, ${setting('server_version_num')}::int AS number, ${setting('synchronous_commit')} AS commit,
    ${setting('server_encoding')} AS encoding, ${setting('fsync')} AS fsync`;
  const { rows }: { rows: PostgresState[] } = await connection.raw(sql);
  const [state] = rows;
  if (!state) throw new Error('no answer');
  return state;
}

/** Host and database of an address, without the password. */
function placeOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    return 'the given address';
  }
}
