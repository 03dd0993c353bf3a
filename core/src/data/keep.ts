import type { Knex } from 'knex';
import { followCalendar } from '../time/working-time.ts';
import { type Beginnings, beginningsOf, begunWith } from '../workflow/beginnings.ts';
import { followWorkflow, forgetWorkflow } from '../workflow/follow.ts';
import { type StoredRow, toRow } from './cells.ts';
import type { DataContext } from './context.ts';
import { keepPast, versionInstant } from './history/past.ts';
import { aboutAdded, type Deed, type Entry, type FieldChanges, writeJournal } from './journal.ts';
import type { Added, Changed } from './plan.ts';
import { rollupsOf } from './rollup/definition.ts';
import { marksFor, type Touched } from './rollup/marks.ts';
import { type Column, system, type Table } from './table.ts';

// The one door through which records are added, changed and deleted: whatever belongs into the transaction of a write stands here.

interface Place {
  readonly context: DataContext;
  /** In a transaction, unless records are only added. */
  readonly connection: Knex;
  readonly table: Table;
  readonly deed: Deed;
}

interface Work extends Place {
  readonly added: readonly Omit<Added, 'key'>[];
  readonly changed: readonly Omit<Changed, 'key'>[];
  /** What was found to begin with those that are added. */
  readonly beginnings?: Beginnings | undefined;
}

const revisionColumn: Column = { name: system.revision, store: 'integer' };
const sampleColumn: Column = { name: system.sample, store: 'flag' };
const receivedColumn: Column = { name: system.received, store: 'instant' };
const firstColumn: Column = { name: system.first, store: 'instant' };

/** Keeps new and changed records with their change and audit rows. */
export async function keepRecords(given: Work): Promise<void> {
  const { context, connection, table } = given;
  const at = await versionInstant(connection, table, given.deed.at);
  const work = { ...given, deed: { ...given.deed, at } };
  if (work.added.length > 0) await keepAdded(work);
  if (work.changed.length > 0) await keepChanged(work);
  await followWorkflow(work);
  await followCalendar(connection, context.database.dialect, table);
}

interface AddedWork extends Omit<Work, 'changed'> {
  /** Columns of the new records that are wanted back. */
  readonly returning?: readonly string[];
}

/** Keeps new records alone; in a transaction of their own when the connection is in none. */
export async function keepAdded({ beginnings, ...work }: AddedWork): Promise<readonly StoredRow[]> {
  for (let begun = beginnings ?? (await beginningsOf({ ...work, isAhead: true })); ; begun = await beginningsOf(work)) {
    const rows = await addRows(work, begun);
    if (rows) return rows;
  }
}

/** Nothing, with nothing written, when calendars are no longer those that the beginnings go by. */
async function addRows(
  { context, connection, table, deed, added, returning = [] }: Omit<AddedWork, 'beginnings'>,
  begun: Beginnings | undefined,
): Promise<readonly StoredRow[] | undefined> {
  const { dialect } = context.database;
  const rows = added.map(({ cells }, place) => begun?.rows[place] ?? cells);
  const shared = [
    { ...receivedColumn, cell: deed.at },
    { ...firstColumn, cell: deed.at },
    { ...revisionColumn, cell: 1 },
  ];
  return dialect.add(connection, {
    table: table.name,
    shared,
    returning,
    key: table.key,
    columns: [sampleColumn, ...table.columns],
    rows: rows.map((cells, place) => [added[place]?.isSample ? 1 : 0, ...cells]),
    ...(begun && begunWith(dialect, begun)),
    about: aboutAdded(deed),
    besides: marksFor(rollupsOf(context).get(table.entry.name) ?? [], table, { now: rows }),
  });
}

async function keepChanged({ context, connection, table, deed, changed }: Work): Promise<void> {
  const { dialect } = context.database;
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
  await markTouched(context, connection, table, { now: changed.map(({ cells }) => cells), before: changed.map(({ stored }) => stored) });
}

interface DeletedWork extends Place {
  /** Whole rows, locked by this transaction. */
  readonly deleted: readonly StoredRow[];
}

/** Removes records. Their last values stay in the audit log, personal ones do not. */
export async function keepDeleted({ context, connection, table, deed, deleted }: DeletedWork): Promise<void> {
  if (deleted.length === 0) return;
  const { dialect } = context.database;
  const ids = deleted.map((stored) => Number(stored[system.id]));
  const at = await versionInstant(connection, table, deed.at);
  await keepPast(connection, dialect, table, ids, at);
  await connection(table.name).whereIn(system.id, ids).delete();
  await forgetWorkflow(connection, table, ids);
  await followCalendar(connection, dialect, table);
  const entries = deleted.map((stored): Entry => {
    const fields: { [field: string]: FieldChanges[string] } = {};
    for (const [name, value] of Object.entries(toRow(table, dialect, stored)))
      fields[name] = table.fields.get(name)?.field.property['x-personal'] ? '*' : [value, null];
    return { id: Number(stored[system.id]), kind: 'deleted', revision: Number(stored[system.revision]), fields };
  });
  await writeJournal(connection, dialect, { ...deed, at }, entries);
  await markTouched(context, connection, table, { before: deleted });
}

/** Marks the cells of roll-ups that no longer tell what the rows do, in the transaction that changes these. */
export async function markTouched(context: DataContext, connection: Knex, table: Table, touched: Touched): Promise<void> {
  for (const insertion of marksFor(rollupsOf(context).get(table.entry.name) ?? [], table, touched))
    await context.database.dialect.insert(connection, insertion);
}
