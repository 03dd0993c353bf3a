import type { TableShape } from './dialect.ts';
import { run } from './statement.ts';

interface Found {
  readonly name: string;
  readonly type: string;
  readonly isRequired: number;
  readonly isSerial: number;
}

export const sqliteShape: TableShape = {
  // The transaction has the one right to write.
  async alone() {},
  async hold() {},

  async size(connection) {
    const [found] = await run(connection, 'SELECT c.page_count * s.page_size AS bytes FROM pragma_page_count c, pragma_page_size s', []);
    return Number(found?.bytes ?? 0);
  },

  // SQLite says so of new tables only: the rows move into one.
  async require(connection, table, names) {
    const found = (await run(connection, 'SELECT name, type, "notnull" AS isRequired, pk AS isSerial FROM pragma_table_info(?)', [
      table,
    ])) as unknown as Found[];
    const isRequired = ({ name, isRequired }: Found) => (name.startsWith('_') ? isRequired === 1 : names.has(name));
    if (found.every((column) => isRequired(column) === (column.isRequired === 1))) return;
    const next = `${table}__next`;
    const definition = found.map((column) => {
      if (column.isSerial) return `"${column.name}" INTEGER PRIMARY KEY AUTOINCREMENT`;
      return `"${column.name}" ${column.type}${isRequired(column) ? ' NOT NULL' : ''}`;
    });
    const columns = found.map(({ name }) => `"${name}"`).join(', ');
    await run(connection, `CREATE TABLE "${next}" (${definition.join(', ')}) STRICT`, []);
    await run(connection, `INSERT INTO "${next}" (${columns}) SELECT ${columns} FROM "${table}"`, []);
    // Numbers of rows that are gone are not given again.
    await run(connection, 'DELETE FROM sqlite_sequence WHERE name = ?', [next]);
    await run(connection, 'INSERT INTO sqlite_sequence (name, seq) SELECT ?, seq FROM sqlite_sequence WHERE name = ?', [next, table]);
    await run(connection, `DROP TABLE "${table}"`, []);
    await run(connection, `ALTER TABLE "${next}" RENAME TO "${table}"`, []);
  },
};
