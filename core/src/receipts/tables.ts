import type { Knex } from 'knex';
import type { Dialect } from '../data/dialect/dialect.ts';
import type { Column } from '../data/table.ts';

/** What the writer of a receipt gives; `at` is of the database's clock. */
export const receiptColumns: readonly Column[] = [
  { name: 'name', store: 'text' },
  { name: 'request', store: 'text' },
  { name: 'answer', store: 'text' },
];

/** Receipts of writes, until they are too old for anybody to ask. `answer` is empty only within the transaction that writes it. */
export async function createReceipts(connection: Knex, dialect: Dialect): Promise<void> {
  const text = dialect.columnType('text');
  await connection.raw(
    `CREATE TABLE IF NOT EXISTS receipt (name ${text} PRIMARY KEY NOT NULL, request ${text} NOT NULL, answer ${text}, at ${dialect.columnType('instant')} NOT NULL DEFAULT (${dialect.now}))${dialect.tableOptions}`,
  );
  await connection.raw('CREATE INDEX IF NOT EXISTS receipt_at ON receipt (at)');
}
