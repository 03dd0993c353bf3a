import type { Knex } from 'knex';
import type { StoredRow } from '../cells.ts';
import type { DataContext } from '../context.ts';
import { run } from '../dialect/statement.ts';
import { identifier, join, sql, whole } from '../query/sql.ts';
import { system } from '../table.ts';
import { bucketOf } from './bucket.ts';
import { insertCells, insertMerged } from './cells.ts';
import { cellColumns, type Rollup } from './rollup.ts';

const [single, merged] = [whole(1), whole(2)];

/** Keeps what rows count for in cells that stay, in the transaction that removes the rows. Illustrative rows leave nothing: of cells nobody could tell that they are illustrative. */
export async function keepCells(
  connection: Knex,
  { database: { dialect }, units, clock }: DataContext,
  rollup: Rollup,
  rows: readonly StoredRow[],
): Promise<void> {
  const { name, bucket, dimensions } = rollup;
  const isTimed = (row: StoredRow) => row[bucket.column] !== null && row[bucket.column] !== undefined;
  const timed = rows.filter((row) => isTimed(row) && Number(row[system.sample]) === 0);
  const buckets = timed.flatMap((row) => bucketOf(bucket, row[bucket.column]) ?? []).sort((a, b) => (a < b ? -1 : 1));
  const [first] = buckets;
  const last = buckets.at(-1);
  if (first === undefined || last === undefined) return;
  const ids = timed.map((row) => Number(row[system.id]));
  const at = { dialect, units, now: clock.now() };
  const gone = sql`SELECT * FROM ${identifier(rollup.table.name)} WHERE ${dialect.isOneOf(identifier(system.id), ids)}`;
  const left = insertCells(rollup, at, gone, 1);
  await run(connection, left.sql, left.values);
  // What has gone at several times becomes one cell; others than these days do not change.
  const [kept, time, table] = [identifier(cellColumns.kept), identifier(bucket.column), identifier(name)];
  // Breakdowns that no indicator asks for now may be asked for again.
  const slices = ['', ...dimensions.map(({ column }) => column)].map((slice) => sql`${slice}`);
  const several = sql`${identifier(cellColumns.slice)} IN (${join(slices, ', ')}) AND ${kept} = ${single} AND ${time} >= ${first} AND ${time} <= ${last}`;
  for (const { sql: text, values } of [
    insertMerged(rollup, several, merged),
    sql`DELETE FROM ${table} WHERE ${several}`,
    sql`UPDATE ${table} SET ${kept} = ${single} WHERE ${kept} = ${merged}`,
  ])
    await run(connection, text, values);
}
