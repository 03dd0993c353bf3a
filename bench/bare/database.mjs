// The drivers as they come, with the settings of our own side.
import pg from 'pg';
import sqlite3 from 'sqlite3';

/** @typedef {Record<string, unknown>} Row */
/** One statement on one connection. The same text is prepared once.
 * @typedef {(sql: string, values?: readonly unknown[]) => Promise<Row[]>} Run */
/** @typedef {object} Database
 * @property {'sqlite' | 'postgres'} kind
 * @property {Run} read Any reading connection.
 * @property {Run} write A statement of its own transaction.
 * @property {<T>(work: (run: Run) => Promise<T>) => Promise<T>} transaction
 * @property {() => Promise<string>} description Version and durability, read from the database. */

/** @param {string} at a file of SQLite or an address of PostgreSQL @returns {Promise<Database>} */
export async function openDatabase(at) {
  return at.startsWith('postgres:') ? openPostgres(at) : openSqlite(at);
}

/** @param {string} file @returns {Promise<Database>} */
async function openSqlite(file) {
  const always = ['busy_timeout = 10000', 'temp_store = MEMORY', 'cache_size = -65536', 'synchronous = FULL'];
  const write = await connection(file, [...always, 'journal_mode = WAL', 'wal_autocheckpoint = 4000', 'journal_size_limit = 67108864']);
  const readers = await Promise.all(Array.from({ length: 4 }, () => connection(file, [...always, 'query_only = ON'])));
  const names = ['OFF', 'NORMAL', 'FULL', 'EXTRA'];
  let turn = 0;
  // One writer: a statement that came in between would join the transaction of another.
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  const alone = (/** @type {() => Promise<any>} */ work) => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
  return {
    kind: 'sqlite',
    read: (sql, values) => /** @type {Run} */ (readers[turn++ % readers.length])(sql, values),
    write: (sql, values) => alone(() => write(sql, values)),
    transaction: (work) =>
      alone(async () => {
        await write('BEGIN IMMEDIATE');
        try {
          const result = await work(write);
          await write('COMMIT');
          return result;
        } catch (error) {
          await write('ROLLBACK');
          throw error;
        }
      }),
    async description() {
      const [state] = await write(
        'SELECT sqlite_version() AS version, upper(j.journal_mode) AS journal, s.synchronous AS synchronous FROM pragma_journal_mode j, pragma_synchronous s',
      );
      return `SQLite ${state?.version}, ${state?.journal}, synchronous=${names[Number(state?.synchronous)]}`;
    },
  };
}

/** @param {string} file @param {readonly string[]} pragmas @returns {Promise<Run>} */
function connection(file, pragmas) {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(file, sqlite3.OPEN_READWRITE);
    /** @type {Map<string, sqlite3.Statement>} */
    const statements = new Map();
    /** @type {Run} */
    const run = (sql, values = []) =>
      new Promise((resolve, reject) => {
        let statement = statements.get(sql);
        if (!statement) {
          statement = database.prepare(sql);
          statements.set(sql, statement);
        }
        statement.all(values, (/** @type {Error | null} */ error, /** @type {Row[]} */ rows) => (error ? reject(error) : resolve(rows)));
      });
    database.exec(pragmas.map((pragma) => `PRAGMA ${pragma};`).join(''), (error) => (error ? reject(error) : resolve(run)));
  });
}

/** @param {string} url @returns {Promise<Database>} */
async function openPostgres(url) {
  const types = {
    getTypeParser: (/** @type {number} */ id, /** @type {any} */ format) =>
      id === pg.types.builtins.INT8 || id === pg.types.builtins.NUMERIC ? Number : pg.types.getTypeParser(id, format),
  };
  const pool = (/** @type {string} */ options) => new pg.Pool({ connectionString: url, max: 8, types, options });
  const read = pool('-c default_transaction_read_only=on');
  const write = pool('-c timezone=UTC');
  /** @type {Map<string, string>} */
  const names = new Map();
  const prepared = (/** @type {string} */ text, /** @type {readonly unknown[]} */ values = []) => {
    const name = names.get(text) ?? `s${names.size}`;
    names.set(text, name);
    return { name, text, values: [...values] };
  };
  return {
    kind: 'postgres',
    read: async (sql, values) => (await read.query(prepared(sql, values))).rows,
    write: async (sql, values) => (await write.query(prepared(sql, values))).rows,
    async transaction(work) {
      const client = await write.connect();
      try {
        await client.query('BEGIN');
        const result = await work(async (sql, values) => (await client.query(prepared(sql, values))).rows);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    },
    async description() {
      const setting = (/** @type {string} */ name) => `current_setting('${name}')`;
      const sql = `SELECT ${setting('server_version')} AS version, ${setting('synchronous_commit')} AS commit, ${setting('fsync')} AS fsync`;
      const [state] = (await write.query(sql)).rows;
      return `PostgreSQL ${state.version}, synchronous_commit=${state.commit}, fsync=${state.fsync}`;
    },
  };
}
