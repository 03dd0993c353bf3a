import { pathToFileURL } from 'node:url';
import sqlite3 from 'sqlite3';

type Row = Readonly<Record<string, unknown>>;

/** A database file that is opened by itself, without pools and besides the server. */
export class SqliteFile {
  readonly #database: sqlite3.Database;

  private constructor(database: sqlite3.Database) {
    this.#database = database;
  }

  /** Opens a file that nobody writes: nothing is made beside it, and its schema is not trusted. */
  static async readOnly(file: string): Promise<SqliteFile> {
    const opened = await open(`${pathToFileURL(file).href}?immutable=1`, sqlite3.OPEN_READONLY | sqlite3.OPEN_URI);
    await opened.run('PRAGMA trusted_schema = OFF');
    return opened;
  }

  static writable(file: string): Promise<SqliteFile> {
    return open(file, sqlite3.OPEN_READWRITE);
  }

  static of(database: sqlite3.Database): SqliteFile {
    return new SqliteFile(database);
  }

  all(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return new Promise((resolve, reject) => {
      this.#database.all(sql, values, (error: Error | null, rows: Row[]) => (error ? reject(error) : resolve(rows)));
    });
  }

  async run(sql: string, values: readonly unknown[] = []): Promise<void> {
    await this.all(sql, values);
  }

  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#database.close((error) => (error ? reject(error) : resolve()));
    });
  }
}

function open(name: string, mode: number): Promise<SqliteFile> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(name, mode, (error) => (error ? reject(error) : resolve(SqliteFile.of(database))));
  });
}
