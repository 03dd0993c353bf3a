import type { Knex } from 'knex';
import type { Dialect, Sql, Store } from '../dialect/dialect.ts';
import { run } from '../dialect/statement.ts';
import { fitting } from '../index-name.ts';
import { identifier, join, sql, whole } from '../query/sql.ts';
import { type Column, system, type Table } from '../table.ts';

// Earlier versions of the rows of a dataset that declares `history` stand in a table of their own: from when to when each held. The version that holds now stands in the dataset's table, since `_received_at`.

const [from, to] = ['_from', '_to'];
const stores: { readonly [name in keyof typeof system]: Store } = {
  id: 'integer',
  revision: 'integer',
  received: 'instant',
  first: 'instant',
  sample: 'flag',
};

/** Whether earlier versions of a dataset's rows are kept. */
export function hasHistory({ entry }: Table): boolean {
  return entry.dataset.history === true;
}

/** Table of the earlier versions. */
export function pastName({ name }: Table): string {
  return `${name}__past`;
}

/** All columns of a version but the bounds of its time. `_received_at` is where that begins. */
function versionColumns({ columns }: Table): readonly Column[] {
  const ofSystem = (Object.keys(stores) as (keyof typeof system)[]).filter((name) => name !== 'received');
  return [...ofSystem.map((name): Column => ({ name: system[name], store: stores[name] })), ...columns];
}

/** Creates the table of earlier versions, or gives it the columns that the dataset has gained. */
export async function createPast(connection: Knex, dialect: Dialect, table: Table): Promise<void> {
  if (!hasHistory(table)) return;
  const name = pastName(table);
  const columns = versionColumns(table);
  const found = new Set(await dialect.columnsOf(connection, name));
  if (found.size === 0) {
    const bounds = [from, to].map((bound) => `"${bound}" ${dialect.columnType('instant')} NOT NULL`);
    const list = columns.map((column) => `"${column.name}" ${dialect.columnType(column.store)}`);
    await connection.raw(`CREATE TABLE "${name}" (${[...bounds, ...list].join(', ')})${dialect.tableOptions}`);
    await connection.raw(`CREATE INDEX "${fitting(`${name}__to`)}" ON "${name}" ("${to}")`);
    await beginHistory(connection, table);
    return;
  }
  for (const column of columns)
    if (!found.has(column.name))
      await connection.raw(`ALTER TABLE "${name}" ADD COLUMN "${column.name}" ${dialect.columnType(column.store)}`);
}

/** Of a dataset that had rows before its history was kept, what was changed until then is not known. */
async function beginHistory(connection: Knex, table: Table): Promise<void> {
  const first: unknown = await connection(table.name).first(system.id);
  const value = first === undefined ? '' : String(Date.now());
  await connection('meta')
    .insert({ name: historyName(table), value })
    .onConflict('name')
    .merge();
}

function historyName({ name }: Table): string {
  return `history ${name}`;
}

const beginnings = new WeakMap<Table, number>();

/** Reads since when the history of a table is whole. */
export async function readBeginning(connection: Knex, table: Table): Promise<void> {
  if (!hasHistory(table)) return;
  const row: { value: string } | undefined = await connection('meta')
    .where({ name: historyName(table) })
    .first('value');
  if (row?.value) beginnings.set(table, Number(row.value));
}

/** Instant before which earlier versions are not known; nothing where all of them are. */
export function beginningOf(table: Table): number | undefined {
  return beginnings.get(table);
}

/** The instant from which versions that are written now hold. A clock that was set back does not let two versions of a row hold at once. */
export async function versionInstant(connection: Knex, table: Table, now: number): Promise<number> {
  if (!hasHistory(table)) return now;
  const [row] = await run(
    connection,
    `SELECT (SELECT max("${system.received}") FROM "${table.name}") AS received, (SELECT max("${to}") FROM "${pastName(table)}") AS past`,
    [],
  );
  return Math.max(now, Number(row?.received ?? now), Number(row?.past ?? now));
}

/** Keeps records as they are, before they are changed or deleted at an instant, in the transaction that does it. Personal values stay in the record only, where they can be erased. */
export async function keepPast(connection: Knex, dialect: Dialect, table: Table, ids: readonly number[], until: number): Promise<void> {
  if (hasHistory(table) && ids.length > 0) await keepPastWhere(connection, table, dialect.isOneOf(identifier(system.id), ids), until);
}

/** The same for all records that a condition holds for. */
export async function keepPastWhere(connection: Knex, table: Table, condition: Sql, until: number): Promise<void> {
  const personal = personalColumns(table);
  const names = versionColumns(table).flatMap(({ name }) => (personal.has(name) ? [] : [identifier(name)]));
  const into = join([identifier(from), identifier(to), ...names], ', ');
  const cells = join([identifier(system.received), whole(until), ...names], ', ');
  const statement = sql`INSERT INTO ${identifier(pastName(table))} (${into}) SELECT ${cells} FROM ${identifier(table.name)} WHERE ${condition}`;
  await run(connection, statement.sql, statement.values);
}

/** Removes all earlier versions of records. */
export async function forgetPast(connection: Knex, table: Table, ids: readonly number[]): Promise<void> {
  if (hasHistory(table)) await connection(pastName(table)).whereIn(system.id, ids).delete();
}

/** Earlier versions of which a column of the dataset is before a limit. */
export interface PastLimit {
  readonly column: string;
  readonly before: number | string;
}

/** An earlier version: its record, and until when it held. */
export interface Version {
  readonly id: number;
  readonly until: number;
}

/** Some of these, those first that ended first. All versions are looked through. */
export async function findPast(connection: Knex, table: Table, { column, before }: PastLimit, most: number): Promise<readonly Version[]> {
  const rows: readonly Record<string, unknown>[] = await connection(pastName(table))
    .where(column, '<', before)
    .orderBy(to)
    .limit(most)
    .select(to, system.id);
  return rows.map((row) => ({ id: Number(row[system.id]), until: Number(row[to]) }));
}

/** Removes versions that were found so; gives how many went. */
export async function forgetVersions(
  connection: Knex,
  table: Table,
  { column, before }: PastLimit,
  versions: readonly Version[],
): Promise<number> {
  const ends = versions.map(({ until }) => until);
  return connection(pastName(table))
    .where(column, '<', before)
    .whereBetween(to, [Math.min(...ends), Math.max(...ends)])
    .whereIn(
      system.id,
      versions.map(({ id }) => id),
    )
    .delete();
}

function personalColumns({ fields }: Table): ReadonlySet<string> {
  const personal = [...fields.values()].filter(({ field }) => field.property['x-personal'] !== undefined);
  return new Set(
    personal.flatMap(({ column, latitude, folded, sorted }) => [column, latitude, folded, sorted].filter((name) => name !== undefined)),
  );
}

/** The rows of a table as they were at an instant, to select from. */
export function rowsAt(table: Table, instant: number): Sql {
  const names = join(
    versionColumns(table).map(({ name }) => identifier(name)),
    ', ',
  );
  const at = whole(instant);
  const received = identifier(system.received);
  return sql`(SELECT ${names}, ${received} FROM ${identifier(table.name)} WHERE ${received} <= ${at} UNION ALL SELECT ${names}, ${identifier(from)} FROM ${identifier(pastName(table))} WHERE ${identifier(from)} <= ${at} AND ${identifier(to)} > ${at})`;
}
