import type { Knex } from 'knex';
import type { Dialect } from '../data/dialect/dialect.ts';
import type { Column } from '../data/table.ts';

/** The chain over the audit log: one row for each block of sealed rows. `marks` are `[id, digest]` of its rows in order; `last_tx` and `last_id` say how far the log is sealed. */
export const sealColumns: readonly Column[] = [
  { name: 'seq', store: 'integer' },
  { name: 'at', store: 'instant' },
  { name: 'last_tx', store: 'text' },
  { name: 'last_id', store: 'integer' },
  { name: 'marks', store: 'json' },
  { name: 'hash', store: 'text' },
];

/** Makes the audit log one that can be sealed. */
export async function createAudit(connection: Knex, dialect: Dialect): Promise<void> {
  const { order } = dialect.changes;
  const known = new Set(await dialect.columnsOf(connection, 'audit'));
  const isUnordered = order.some((name) => !known.has(name));
  for (const statement of isUnordered ? dialect.changes.addTransaction('audit') : []) await connection.raw(statement);
  if (order.length > 1) await connection.raw(`CREATE INDEX IF NOT EXISTS audit_order ON audit (${order.join(', ')})`);
  const list = sealColumns.map(({ name, store }) => `"${name}" ${dialect.columnType(store)} NOT NULL`).join(', ');
  await connection.raw(`CREATE TABLE IF NOT EXISTS audit_seal (${list}, PRIMARY KEY (seq))${dialect.tableOptions}`);
}
