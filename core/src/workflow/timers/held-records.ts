import type { Knex } from 'knex';
import type { StoredRow } from '../../data/cells.ts';
import type { Dialect } from '../../data/dialect/dialect.ts';
import { run } from '../../data/dialect/statement.ts';
import { identifier, join, sql } from '../../data/query/sql.ts';
import { system, type Table } from '../../data/table.ts';

interface HeldRecords {
  /** By their numbers, with the agency that answers for each. */
  readonly held: ReadonlyMap<number, string | undefined>;
  /** Numbers of those that are not there any more. */
  readonly gone: ReadonlySet<number>;
}

/** Holds the records that nobody else is at: who moves one holds it before its clocks and timers, and who comes from a timer does not wait for that. */
export async function holdRecords(connection: Knex, dialect: Dialect, table: Table, numbers: readonly number[]): Promise<HeldRecords> {
  const { agency } = table.entry.dataset;
  const column = agency === undefined ? undefined : table.fields.get(agency)?.column;
  const names = [system.id, ...(column === undefined ? [] : [column])].map((name) => identifier('t', name));
  const isWanted = dialect.isOneOf(identifier('t', system.id), numbers);
  const select = sql`SELECT ${join(names, ', ')} FROM ${identifier(table.name)} t WHERE ${isWanted}`;
  const rows: readonly StoredRow[] = await run(connection, select.sql + dialect.skipLocked, select.values);
  const held = new Map<number, string | undefined>();
  for (const row of rows) {
    const code = column === undefined ? undefined : row[column];
    held.set(Number(row[system.id]), typeof code === 'string' ? code : undefined);
  }
  const missed = numbers.filter((number) => !held.has(number));
  if (missed.length === 0) return { held, gone: new Set() };
  const there: readonly StoredRow[] = await connection(table.name).whereIn(system.id, missed).select(system.id);
  const busy = new Set(there.map((row) => Number(row[system.id])));
  return { held, gone: new Set(missed.filter((number) => !busy.has(number))) };
}
