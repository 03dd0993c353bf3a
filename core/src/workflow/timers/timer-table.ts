import type { Knex } from 'knex';
import type { Belonging, Cells, Dialect, Sql } from '../../data/dialect/dialect.ts';
import { run } from '../../data/dialect/statement.ts';
import { identifier, sql } from '../../data/query/sql.ts';
import type { Column } from '../../data/table.ts';

const name = 'timer';
const key = ['dataset', 'record', 'kind', 'name', 'leg', 'step'];
const record: TimerColumn = { name: 'record', store: 'integer' };
const columns: readonly TimerColumn[] = [
  { name: 'dataset', store: 'text' },
  record,
  { name: 'kind', store: 'text' },
  { name: 'name', store: 'text' },
  { name: 'leg', store: 'integer' },
  { name: 'step', store: 'integer' },
  { name: 'at', store: 'instant' },
  { name: 'since', store: 'instant', isOptional: true },
  { name: 'calendar', store: 'text', isOptional: true },
];
const ofTimer = columns.filter((column) => column !== record);

interface TimerColumn extends Column {
  readonly name: keyof Timer;
  readonly isOptional?: true;
}

/** Something that happens to a record when its time has come: a step that the system takes (`name` is the transition), a notice about a clock, or the deadline itself. */
export interface Timer {
  readonly dataset: string;
  readonly record: number;
  readonly kind: 'after' | 'escalate' | 'overdue';
  readonly name: string;
  /** Run of the clock, from 1. */
  readonly leg: number;
  /** Place among the escalations of the clock, from 0. */
  readonly step: number;
  readonly at: number;
  /** From when a step counts, by which calendar. */
  readonly since?: number;
  readonly calendar?: string;
}

/** A timer that is due. */
export interface DueTimer extends Timer {
  readonly id: number;
}

/** Creates the table where it is missing. */
export async function createTimers(connection: Knex, dialect: Dialect): Promise<void> {
  const list = columns
    .map(({ name, store, isOptional }) => `"${name}" ${dialect.columnType(store)}${isOptional ? '' : ' NOT NULL'}`)
    .join(', ');
  const done = `done_at ${dialect.columnType('instant')}`;
  await connection.raw(
    `CREATE TABLE IF NOT EXISTS ${name} (id ${dialect.serialKey}, ${list}, ${done}, UNIQUE (${key.join(', ')}))${dialect.tableOptions}`,
  );
  await connection.raw(`CREATE INDEX IF NOT EXISTS ${name}_due ON ${name} (at, id) WHERE done_at IS NULL`);
  await connection.raw(`CREATE INDEX IF NOT EXISTS ${name}_open ON ${name} (dataset, record, at, id) WHERE done_at IS NULL`);
}

/** Adds timers that are not there yet. */
export async function addTimers(connection: Knex, dialect: Dialect, timers: readonly Timer[]): Promise<void> {
  if (timers.length > 0) await dialect.insert(connection, { table: name, columns, rows: cellsOf(timers, columns) });
}

/** Timers of records that are new: `record` is the place of one among these. */
export function timersOfNew(timers: readonly Timer[]): Belonging {
  return { table: name, columns: ofTimer, number: record, rows: cellsOf(timers, ofTimer), of: timers.map((timer) => timer.record) };
}

function cellsOf(timers: readonly Timer[], columns: readonly TimerColumn[]): readonly Cells[] {
  return timers.map((timer) => columns.map(({ name }) => timer[name] ?? null));
}

/** Some of the timers of records. */
export function timersOf(connection: Knex, dataset: string, records: readonly number[]): Knex.QueryBuilder {
  return connection(name)
    .where({ dataset })
    .whereIn('record', [...records]);
}

interface Due {
  /** Milliseconds since 1970; by the clock of the database when absent. */
  readonly now: number | undefined;
  readonly datasets: readonly string[];
  /** Numbers of timers that somebody else is at. */
  readonly held: readonly number[];
  /** Numbers of timers that are left for later; others of the same record need not wait for them. */
  readonly left: readonly number[];
}

/** The timer that has been due for longest, unless an earlier one of the same record is still to come. */
export async function nextDue(connection: Knex, dialect: Dialect, due: Due): Promise<DueTimer | undefined> {
  const { sql, values } = selectDue(dialect, due, 1);
  const [row] = await run(connection, sql, values);
  return row && timerOf(row);
}

interface Taking extends Due {
  readonly kinds: readonly Timer['kind'][];
  readonly most: number;
}

/** The same of some kinds, one of each record, of those that nobody else is at; they are held until the end of the transaction. */
export async function takeDue(connection: Knex, dialect: Dialect, { kinds, most, ...due }: Taking): Promise<readonly DueTimer[]> {
  const { sql, values } = selectDue(dialect, due, most, kinds);
  return (await run(connection, sql + dialect.skipLocked, values)).map(timerOf);
}

function selectDue(dialect: Dialect, { now, datasets, held, left }: Due, most: number, kinds?: readonly Timer['kind'][]): Sql {
  const at = now === undefined ? { sql: dialect.now, values: [] } : sql`${now}`;
  const isNot = (alias: string, ids: readonly number[]) =>
    ids.length > 0 ? sql` AND NOT ${dialect.isOneOf(identifier(alias, 'id'), ids)}` : sql``;
  const earlier = sql`SELECT 1 FROM timer e WHERE e.done_at IS NULL AND e.dataset = t.dataset AND e.record = t.record AND (e.at, e.id) < (t.at, t.id)${isNot('e', left)}`;
  const isServed = dialect.isOneOf(identifier('t', 'dataset'), datasets);
  const isOfKind = kinds ? sql` AND ${dialect.isOneOf(identifier('t', 'kind'), kinds)}` : sql``;
  return sql`SELECT t.* FROM timer t WHERE t.done_at IS NULL AND t.at <= ${at} AND ${isServed}${isOfKind}${isNot('t', [...held, ...left])} AND NOT EXISTS (${earlier}) ORDER BY t.at, t.id LIMIT ${most}`;
}

/** Notes that timers have done what they were for. */
export async function endTimers(connection: Knex, timers: readonly DueTimer[], at: number): Promise<void> {
  if (timers.length === 0) return;
  const ids = timers.map(({ id }) => id);
  await connection(name).whereIn('id', ids).update({ done_at: at });
}

/** Forgets the timers of records that are removed. */
export async function forgetTimers(connection: Knex, dataset: string, records: readonly number[]): Promise<void> {
  if (records.length > 0) await timersOf(connection, dataset, records).delete();
}

function timerOf(row: Readonly<Record<string, unknown>>): DueTimer {
  return {
    id: Number(row.id),
    dataset: String(row.dataset),
    record: Number(row.record),
    kind: row.kind as DueTimer['kind'],
    name: String(row.name),
    leg: Number(row.leg),
    step: Number(row.step),
    at: Number(row.at),
  };
}
