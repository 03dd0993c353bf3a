import Transaction from 'knex/lib/dialects/sqlite3/execution/sqlite-transaction.js';
import Client from 'knex/lib/dialects/sqlite3/index.js';
import { runOn, type SqliteConnection } from './statements-sqlite.ts';

/** A statement as Knex has it; takes what came of it. */
interface Query {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
  readonly method?: string;
  readonly returning?: unknown;
  response?: unknown;
  context?: unknown;
}

const withoutRows: ReadonlySet<string | undefined> = new Set(['insert', 'update', 'counter', 'del']);

/** Knex on SQLite, whose connections keep the statements that they have parsed. */
export class SqliteClient extends Client {
  // Knex would look through the text of each statement, however long, for a log that nobody keeps.
  override async query(connection: SqliteConnection, given: Query | string): Promise<Query> {
    const query = typeof given === 'string' ? { sql: given } : given;
    this.emit('query', query);
    try {
      return await this._query(connection, query);
    } catch (error) {
      if (error instanceof Error) error.message = `${query.sql} - ${error.message}`;
      throw error;
    }
  }

  async _query(connection: SqliteConnection, query: Query): Promise<Query> {
    const { sql, bindings = [], method, returning } = query;
    const hasRows = !withoutRows.has(method) || ((method === 'insert' || method === 'update') && Boolean(returning));
    const { rows, end } = await runOn(connection, { sql, values: bindings, method: hasRows ? 'all' : 'run' });
    query.response = rows;
    // How many rows were touched, and the number of the last one.
    query.context = end;
    return query;
  }
}

/** The same, for those who write. */
export class SqliteWriter extends SqliteClient {
  override transaction(...given: Parameters<SqliteClient['transaction']>): ReturnType<SqliteClient['transaction']> {
    return new WriteTransaction(this, ...given);
  }
}

/** Takes the right to write before anything is read: a transaction that reads first cannot wait for another process, it fails. */
class WriteTransaction extends Transaction {
  override begin(connection: SqliteConnection): unknown {
    return this.query(connection, 'BEGIN IMMEDIATE;');
  }
}
