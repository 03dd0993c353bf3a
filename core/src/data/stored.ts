import type { Knex } from 'knex';
import { plainColumns, type StoredRow } from './cells.ts';
import type { Dialect } from './dialect/dialect.ts';
import { type IncomingRow, keyOf } from './incoming.ts';
import { keyColumns, system, type Table } from './table.ts';

const versionColumns = [system.id, system.revision];

/** Columns of a whole record: all but the copies of text. */
export function wholeColumns(table: Table): string[] {
  return [...versionColumns, system.received, system.sample, ...plainColumns(table)];
}

/** Records that rows are about, by key. */
export async function readStored(
  connection: Knex,
  dialect: Dialect,
  table: Table,
  incoming: readonly IncomingRow[],
): Promise<ReadonlyMap<unknown, StoredRow>> {
  return selectStored(connection, dialect, table, incoming, wholeColumns(table), false);
}

/** Their versions only; they stay so until the end of the transaction. */
export async function lockStored(
  connection: Knex,
  dialect: Dialect,
  table: Table,
  incoming: readonly IncomingRow[],
): Promise<ReadonlyMap<unknown, StoredRow>> {
  return selectStored(connection, dialect, table, incoming, [...versionColumns, ...table.key], true);
}

async function selectStored(
  connection: Knex,
  dialect: Dialect,
  table: Table,
  incoming: readonly IncomingRow[],
  columns: readonly string[],
  lock: boolean,
): Promise<ReadonlyMap<unknown, StoredRow>> {
  const keys = [...new Map(incoming.map(({ key, keyCells }) => [key, keyCells])).values()];
  const found = await dialect.selectByKeys(connection, { table: table.name, columns, key: keyColumns(table), keys, lock });
  return byKey(table, found);
}

/** Rows of a table by their keys. */
export function byKey(table: Table, rows: readonly StoredRow[]): ReadonlyMap<unknown, StoredRow> {
  return new Map(rows.map((row) => [keyOf(table.key.map((name) => row[name])), row]));
}

/** Whether nobody has written to the records in between. */
export function hasStayed(seen: ReadonlyMap<unknown, StoredRow>, stored: ReadonlyMap<unknown, StoredRow>): boolean {
  if (seen.size !== stored.size) return false;
  for (const [key, before] of seen) {
    const now = stored.get(key);
    if (now?.[system.id] !== before[system.id] || now?.[system.revision] !== before[system.revision]) return false;
  }
  return true;
}
