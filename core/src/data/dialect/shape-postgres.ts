import type { TableShape } from './dialect.ts';
import { run } from './statement.ts';

export const postgresShape: TableShape = {
  async alone(connection) {
    await run(connection, 'SELECT pg_advisory_xact_lock(hashtext(?))', ['haidang changes of datasets']);
  },

  async hold(connection, tables) {
    await postgresShape.alone(connection);
    // A backup is taken meanwhile.
    await run(connection, 'SET LOCAL idle_in_transaction_session_timeout = 0', []);
    // Others may read until the first change, and nobody writes what the backup would not have.
    const names = tables.map((name) => `"${name}"`).join(', ');
    if (names) await run(connection, `LOCK TABLE ${names} IN SHARE ROW EXCLUSIVE MODE`, []);
  },

  async size(connection) {
    const [found] = await run(connection, 'SELECT pg_database_size(current_database())::bigint AS bytes', []);
    return Number(found?.bytes ?? 0);
  },

  async require(connection, table, names) {
    const found = await run(
      connection,
      `SELECT attname AS name, attnotnull AS required FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped AND attname NOT LIKE '\\_%'`,
      [`"${table}"`],
    );
    for (const { name, required } of found) {
      if (names.has(String(name)) === required) continue;
      await run(connection, `ALTER TABLE "${table}" ALTER COLUMN "${name}" ${required ? 'DROP' : 'SET'} NOT NULL`, []);
    }
  },
};
