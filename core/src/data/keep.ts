import type { Knex } from 'knex';
import { followCalendar } from '../time/working-time.ts';
import type { StoredRow } from './cells.ts';
import type { Dialect } from './dialect/dialect.ts';
import { keepPast, versionInstant } from './history/past.ts';
import { aboutAdded, type Deed, type Entry, writeJournal } from './journal.ts';
import type { Added, Changed } from './plan.ts';
import { type Column, system, type Table } from './table.ts';

interface Work {
  /** For changed records in a transaction. */
  readonly connection: Knex;
  readonly dialect: Dialect;
  readonly table: Table;
  readonly deed: Deed;
  readonly added: readonly Omit<Added, 'key'>[];
  readonly changed: readonly Omit<Changed, 'key'>[];
}

const revisionColumn: Column = { name: system.revision, store: 'integer' };
const sampleColumn: Column = { name: system.sample, store: 'flag' };
const receivedColumn: Column = { name: system.received, store: 'instant' };
const firstColumn: Column = { name: system.first, store: 'instant' };

/** Keeps new and changed records with their change and audit rows. */
export async function keepRecords(given: Work): Promise<void> {
  const at = await versionInstant(given.connection, given.table, given.deed.at);
  const work = { ...given, deed: { ...given.deed, at } };
  if (work.added.length > 0) await keepAdded(work);
  if (work.changed.length > 0) await keepChanged(work);
  await followCalendar(work.connection, work.dialect, work.table);
}

interface AddedWork extends Omit<Work, 'changed'> {
  /** Columns of the new records that are wanted back. */
  readonly returning?: readonly string[];
}

/** Keeps new records alone; in a transaction of their own when the connection is in none. */
export async function keepAdded({ connection, dialect, table, deed, added, returning = [] }: AddedWork): Promise<readonly StoredRow[]> {
  const shared = [
    { ...receivedColumn, cell: deed.at },
    { ...firstColumn, cell: deed.at },
    { ...revisionColumn, cell: 1 },
  ];
  return dialect.add(connection, {
    table: table.name,
    shared,
    returning,
    columns: [sampleColumn, ...table.columns],
    rows: added.map(({ cells, isSample }) => [isSample ? 1 : 0, ...cells]),
    about: aboutAdded(deed),
  });
}

async function keepChanged({ connection, dialect, table, deed, changed }: Work): Promise<void> {
  await keepPast(
    connection,
    dialect,
    table,
    changed.map(({ id }) => id),
    deed.at,
  );
  await dialect.insert(connection, {
    table: table.name,
    shared: [{ ...receivedColumn, cell: deed.at }],
    columns: [revisionColumn, sampleColumn, ...table.columns],
    rows: changed.map(({ cells, isSample, revision }) => [revision, isSample ? 1 : 0, ...cells]),
    conflict: table.key,
  });
  const entries = changed.map(({ id, revision, fields }): Entry => ({ id, kind: 'changed', revision, fields }));
  await writeJournal(connection, dialect, deed, entries);
}
