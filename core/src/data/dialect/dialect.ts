import type { Grain } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Column } from '../table.ts';
import type { ChangeLog } from './change-log.ts';
import type { Partitions } from './partitions.ts';

/** A piece of SQL with its values, which stand as `?` in it. */
export interface Sql {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** How a column is stored: instants are milliseconds since 1970 as integers, dates are "2026-11-21", lists and objects JSON, `flag` 0 or 1. */
export type Store = 'text' | 'integer' | 'number' | 'boolean' | 'flag' | 'instant' | 'date' | 'json' | 'list';

/** Calendar periods that are not all of one length. */
export type LongGrain = Extract<Grain, 'month' | 'quarter' | 'year'>;

/** Cells of one row, encoded, in the order of some columns. */
export type Cells = readonly unknown[];

/** A SELECT that is answered together with others, which may read from it by its name. `order` is by its columns. */
export interface Selection {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly statement: Sql;
  readonly order?: string;
}

/** Rows for one table. */
export interface Insertion {
  readonly table: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Cells[];
  /** Cells that all rows share, encoded. */
  readonly shared?: readonly (Column & { readonly cell: unknown })[];
  /** Rows whose conflict columns exist are updated in all others. */
  readonly conflict?: readonly string[];
}

/** New rows of a table with a serial key, and one row about each in other tables: these hold its number in the column `number`. */
export interface Addition extends Insertion {
  /** Columns of the new rows that are wanted back. */
  readonly returning?: readonly string[];
  readonly about: readonly { readonly table: string; readonly number: Column; readonly shared: NonNullable<Insertion['shared']> }[];
  /** Rows for other tables that stand or fall with the new ones. */
  readonly besides?: readonly Insertion[];
  /** Rows of other tables, each about one of the new ones. */
  readonly belonging?: readonly Belonging[];
  /** Columns that tell the new rows apart, where others belong to them. */
  readonly key?: readonly string[];
  /** What has to hold when they are added. */
  readonly given?: Sql;
}

/** Rows for one table, each about a new row of another: they hold its number in the column `number`. */
export interface Belonging extends Pick<Insertion, 'table' | 'columns' | 'rows'> {
  readonly number: Column;
  /** Places of the new rows that they are about, from 0. */
  readonly of: readonly number[];
}

/** Rows of a table whose key equals one of `keys`. */
export interface KeySelection {
  readonly table: string;
  readonly columns: readonly string[];
  readonly key: readonly Column[];
  readonly keys: readonly Cells[];
  /** Nobody else changes them until the end of the transaction. */
  readonly lock?: boolean;
}

/** New values for columns of rows that are there; rows hold the cells of the key, then those of the columns. */
export interface Update {
  readonly table: string;
  readonly key: readonly Column[];
  readonly columns: readonly Column[];
  readonly rows: readonly Cells[];
}

/** What it takes to change tables that hold rows, in a transaction. */
export interface TableShape {
  /** Nobody else makes or changes tables until the end of the transaction; who does is waited for. */
  alone(connection: Knex): Promise<void>;
  /** Nobody else writes to these tables, or changes any table of records, until the end of the transaction. */
  hold(connection: Knex, tables: readonly string[]): Promise<void>;
  /** Of the columns of fields exactly these must have a value; there is no index on the table. */
  require(connection: Knex, table: string, columns: ReadonlySet<string>): Promise<void>;
  /** Bytes that the database takes. */
  size(connection: Knex): Promise<number>;
}

/** Everything in which SQLite and PostgreSQL differ. No other file knows which database runs. */
export interface Dialect {
  readonly kind: 'sqlite' | 'postgres';

  // ---- tables

  /** Column type for DDL. Text sorts by code point on both. */
  columnType(store: Store): string;
  /** DDL of an integer primary key that grows by itself and is never given twice. */
  readonly serialKey: string;
  /** What stands behind the closing parenthesis of CREATE TABLE. */
  readonly tableOptions: string;
  /** How tables are cut by time; absent where the database cuts none. */
  readonly partitions?: Partitions;
  /** Names of the columns that a table has; none when it does not exist. */
  columnsOf(connection: Knex, table: string): Promise<string[]>;
  readonly shape: TableShape;
  /** Milliseconds since 1970 by the clock of the database, as an expression. */
  readonly now: string;

  // ---- writing

  /** Runs `work` in a transaction that holds the right to write from its start, or again when it lost a race with another one. */
  transaction<T>(write: Knex, work: (connection: Knex) => Promise<T>): Promise<T>;
  /** Waits for a moment in which a transaction holds up as few as possible: for work that has time. */
  makeWay(write: Knex): Promise<void>;
  /** Runs `work` unless another process of this database is at work of the same name; says whether it ran. */
  alone(read: Knex, name: string, work: () => Promise<void>): Promise<boolean>;
  /** The same for work that writes: all of it in one transaction, which holds the lock; `undefined` when another process has it. */
  aloneWriting<T>(write: Knex, name: string, work: (connection: Knex) => Promise<T>): Promise<T | undefined>;
  /** Ends a SELECT that takes rows of `t` for its transaction and passes over those that somebody else has. */
  readonly skipLocked: string;
  /** How many transactions at once gain over one after the other. */
  readonly writers: number;
  /** Lets the planner know how tables have grown; costs next to nothing when they have not. */
  tend(write: Knex): Promise<void>;
  /** Multi-row INSERT in as many statements as the limits ask. */
  insert(connection: Knex, insertion: Insertion): Promise<void>;
  /** Sets columns of rows by their keys. */
  update(connection: Knex, update: Update): Promise<void>;
  /** Adds new rows with all that is about them, in a transaction of their own when the connection is in none. Gives what is wanted back of the rows, in any order; nothing, with nothing written, when something does not hold that has to. */
  add(connection: Knex, addition: Addition): Promise<readonly Record<string, unknown>[] | undefined>;
  /** Whether a failure comes from others who wrote the same at the same time: on what is there now the work may succeed. */
  isRace(error: unknown): boolean;
  /** Whether a failure can come from the values of one row, and not from the state of the database. */
  isOfRow(error: unknown): boolean;
  /** Rows by key, cells as stored. */
  selectByKeys(connection: Knex, selection: KeySelection): Promise<Record<string, unknown>[]>;
  /** Value as the driver takes it; `null` for none. */
  encode(store: Store, value: unknown): unknown;
  /** Value as the contract has it (booleans true or false, instants numbers, lists and objects parsed); `undefined` for none. */
  decode(store: Store, value: unknown): unknown;

  // ---- reading

  /** Runs `work` on one connection of a reading pool, to which the database stays as it is at the first read. */
  snapshot<T>(read: Knex, work: (connection: Knex) => Promise<T>): Promise<T>;
  /** Makes ready what reads the rows of several SELECTs in one trip and of one state; cells as the contract has them, `null` for none. */
  reader(selections: readonly Selection[]): (pool: Knex) => Promise<readonly (readonly Cells[])[]>;
  /** First day of the month, quarter or year that local milliseconds (an SQL expression of UTC milliseconds with the zone's offset added) fall in, as text: "2026-11-01". With `cut`, months begin so many milliseconds after the first of the month before, and the bucket is named by the first day of the month (of its first month) that the reports call so. */
  bucketOfInstant(local: Sql, grain: LongGrain, cut?: number): Sql;
  /** First day of the week (from Monday), month, quarter or year of a column of dates; a date is its midnight. */
  bucketOfDate(date: Sql, grain: LongGrain | 'week', cut?: number): Sql;
  /** A SELECT, with its WHERE, that is answered by itself: conditions around it do not tempt the planner to another index. */
  apart(select: Sql): Sql;
  /** For each row of a FROM item the rows of a table, by its alias, that meet a condition which speaks of both: a FROM item and WHERE. They are looked up by an index, however few the planner takes the first ones for. */
  forEach(item: Sql, table: Sql, alias: Sql, where: Sql): Sql;
  /** DELETE of the rows of a table, by its alias, for which a FROM item has a row: a condition speaks of both. They are looked up by an index that has all of it. */
  deleteEach(item: Sql, table: Sql, alias: Sql, where: Sql): Sql;
  /** Rows that are in no table, as a FROM item without an alias; their cells stand in columns of these names. */
  rows(columns: readonly Column[], rows: readonly Cells[]): Sql;
  /** Whether a text is none of those that a SELECT gives, which are never null: they are put into a hash table, whatever the planner takes them for. */
  isNoneOf(text: Sql, select: Sql): Sql;
  /** Whether a text or a whole number is one of many, which are bound as one value. The list must not change later. */
  isOneOf(column: Sql, list: readonly string[] | readonly number[]): Sql;
  /** SELECT of the items of a column of lists. */
  itemsOf(table: string, column: string): Sql;
  /** The number that stands in a stored list of numbers at a place from 0; nothing where there is none. */
  numberAt(list: Sql, place: Sql): Sql;
  /** Whether a stored surface (GeoJSON Polygon or MultiPolygon) holds a position in degrees, by counting the sides that a line to the east meets (even-odd rule, so holes are outside). */
  areaHolds(area: Sql, longitude: Sql, latitude: Sql): Sql;
  /** Whether a stored list holds a value. */
  listHas(column: Sql, value: unknown): Sql;
  /** Quantile of `v` for each group of a subquery with columns `g0…gn` and `v`; rows without `v` do not count, nor do groups without any. Linear interpolation between neighbours (PERCENTILE_CONT). A SELECT of `g0…gn`, `value`. */
  quantile(source: Sql, groups: number, share: number): Sql;
  /** Sum or mean of floating-point values that is the same to the last digit in whatever order the rows lie: their order tells of rows that a reader does not see. */
  steady(fn: 'sum' | 'avg', value: Sql): Sql;
  /** Case- and mark-folded column holds the folded words. */
  contains(column: Sql, folded: string): Sql;

  readonly changes: ChangeLog;
}
