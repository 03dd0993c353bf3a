import type { Knex } from 'knex';
import type { Dialect, Sql } from '../dialect/dialect.ts';
import { run } from '../dialect/statement.ts';
import { identifier, join, sql } from '../query/sql.ts';
import type { Column } from '../table.ts';
import { markColumns } from './marks.ts';
import { cellColumns, markTable, measureColumn, type Rollup, stateTable } from './rollup.ts';

/** How far each roll-up is. `definition`: what its cells mean. `ready`: 1 when they may be read. `last_mark`: the last of the marks by which it is built from scratch. */
const stateColumns: readonly Column[] = [
  { name: 'dataset', store: 'text' },
  { name: 'definition', store: 'text' },
  { name: 'ready', store: 'flag' },
  { name: 'last_mark', store: 'integer' },
];

/** Condition of cells that rows which are gone have left; by a value that is bound no database finds the index on them. */
export const isKept = `${cellColumns.kept} = 1`;

/** Creates the tables that all roll-ups share, where they are missing. */
export async function createRollupTables(connection: Knex, dialect: Dialect): Promise<void> {
  const columns = (list: readonly Column[]) => list.map(({ name, store }) => `${name} ${dialect.columnType(store)}`);
  const marks = [`id ${dialect.serialKey}`, ...columns(markColumns).map((column) => `${column} NOT NULL`)];
  await connection.raw(`CREATE TABLE IF NOT EXISTS ${markTable} (${marks.join(', ')})${dialect.tableOptions}`);
  const state = [`name ${dialect.columnType('text')} PRIMARY KEY NOT NULL`, ...columns(stateColumns)];
  await connection.raw(`CREATE TABLE IF NOT EXISTS ${stateTable} (${state.join(', ')})${dialect.tableOptions}`);
}

/** Columns of a roll-up's table. */
export function columnsOf({ bucket, unit, dimensions, measures }: Rollup): readonly Column[] {
  const fields = [bucket, ...(unit ? [unit] : []), ...dimensions];
  return [
    { name: cellColumns.slice, store: 'text' },
    { name: cellColumns.kept, store: 'flag' },
    ...fields.map(({ column, store }): Column => ({ name: column, store: store === 'point' ? 'number' : store })),
    { name: cellColumns.n, store: 'integer' },
    ...measures.map(measureColumn),
  ];
}

/** Creates the table of a roll-up, or gives it the columns that it lacks: cells that rows have left behind stay. */
export async function createCells(connection: Knex, dialect: Dialect, rollup: Rollup): Promise<void> {
  const found = new Set(await dialect.columnsOf(connection, rollup.name));
  const columns = columnsOf(rollup);
  if (found.size === 0) {
    const list = columns.map(({ name, store }) => `"${name}" ${dialect.columnType(store)}`);
    await connection.raw(`CREATE TABLE "${rollup.name}" (${list.join(', ')})${dialect.tableOptions}`);
  } else
    for (const { name, store } of columns)
      if (!found.has(name)) await connection.raw(`ALTER TABLE "${rollup.name}" ADD COLUMN "${name}" ${dialect.columnType(store)}`);
  const { bucket, unit, table } = rollup;
  const by = [bucket, ...(unit ? [unit] : [])].map(({ column }) => identifier(column));
  await index(connection, cellIndex(rollup.name), rollup.name, [identifier(cellColumns.slice), ...by]);
  // There are none as a rule, which a look at all cells would have to find out.
  await index(connection, keptIndex(rollup.name), rollup.name, [identifier(cellColumns.kept)], isKept);
  // Rows of one day and unit are asked for time and again. The business time has such indexes.
  if (bucket.field.name !== table.entry.dataset.time) await index(connection, rowIndex(rollup.name), table.name, by.reverse());
}

/** The index by which cells are found. */
export function cellIndex(rollup: string): string {
  return `${rollup}_of`;
}

/** The index by which the rows of a roll-up's days and units are found. */
export function rowIndex(rollup: string): string {
  return `${rollup}_by`;
}

/** The index of cells that rows which are gone have left. */
function keptIndex(rollup: string): string {
  return `${rollup}_kept`;
}

async function index(connection: Knex, name: string, table: string, columns: readonly Sql[], where?: string): Promise<void> {
  const statement = sql`CREATE INDEX IF NOT EXISTS ${identifier(name)} ON ${identifier(table)} (${join(columns, ', ')})`;
  await run(connection, where ? `${statement.sql} WHERE ${where}` : statement.sql, []);
}
