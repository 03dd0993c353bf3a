import type { Knex } from 'knex';
import type { LogPlace } from '../dialect/change-log.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { run } from '../dialect/statement.ts';

/** Before all rows of a log. */
export const beginning: LogPlace = { transaction: 0n, id: 0n };

interface Reading {
  /** A table with a serial key `id` and the transaction column of the change log. */
  readonly table: string;
  readonly columns: readonly string[];
  readonly after: LogPlace;
  readonly limit: number;
}

/** A row and where it stands; cells as the driver gives them. */
export interface RowInOrder {
  readonly place: LogPlace;
  readonly cells: { readonly [column: string]: unknown };
}

/** The rows after a place in the order of their transactions, as far as it is certain that none will come between them any more: whoever reads on from the last of them misses nothing and gets nothing twice. */
export async function readInOrder(
  connection: Knex,
  { changes }: Dialect,
  { table, columns, after, limit }: Reading,
): Promise<readonly RowInOrder[]> {
  const { sql: isAfter, values } = changes.after(after);
  const names = ['id', ...columns].map((name) => `"${name}"`).join(', ');
  const sql = `SELECT ${changes.transaction} AS place_tx, ${names} FROM "${table}" WHERE ${isAfter} ORDER BY ${changes.order.join(', ')} LIMIT ?`;
  const rows = await run(connection, sql, [...values, limit]);
  return rows.map(({ place_tx, ...cells }) => ({ place: placeOf(place_tx, cells.id), cells }));
}

/** A place as a database gives it. */
export function placeOf(transaction: unknown, id: unknown): LogPlace {
  return { transaction: BigInt(String(transaction)), id: BigInt(String(id)) };
}

/** Whether a place comes after another. */
export function isAfter(place: LogPlace, other: LogPlace): boolean {
  return place.transaction === other.transaction ? place.id > other.id : place.transaction > other.transaction;
}
