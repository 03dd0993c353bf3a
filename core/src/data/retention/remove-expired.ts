import { setTimeout } from 'node:timers/promises';
import type { Knex } from 'knex';
import { systemCaller } from '../../access/caller.ts';
import { aloneWriting } from '../../jobs/alone.ts';
import { Job } from '../../jobs/job.ts';
import { followCalendar } from '../../time/working-time.ts';
import { forgetWorkflow } from '../../workflow/follow.ts';
import { type StoredRow, toRow } from '../cells.ts';
import type { DataContext } from '../context.ts';
import { findPast, forgetPast, forgetVersions, hasHistory } from '../history/past.ts';
import { type Deed, writeRemoval } from '../journal.ts';
import { markTouched } from '../keep.ts';
import { rollupsOf } from '../rollup/definition.ts';
import { keepCells } from '../rollup/keep-cells.ts';
import { system, type Table } from '../table.ts';
import { type KeepLimit, keepLimit } from './keep-limit.ts';
import { noteRemoved } from './removed.ts';

/** Between two looks for rows that have been kept long enough, ms. */
const every = 3_600_000;
/** Rows that go in one transaction. */
const most = 500;

/** Up to where the earlier versions of a table have been removed. */
const forgotten = new WeakMap<Table, KeepLimit['before']>();

/** Removes rows that have been kept for as long as their dataset says. */
export function retentionJob(context: DataContext, onError: (error: Error) => void): Job {
  return new Job({ name: 'retention', every, work: () => removeExpired(context), onError });
}

/** Removes a bounded number of such rows; says whether there may be more. What they have counted for stays in the roll-ups. */
export async function removeExpired(context: DataContext): Promise<boolean> {
  const { tables, clock } = context;
  let hasMore = false;
  const faults: unknown[] = [];
  for (const table of tables.values()) {
    const limit = keepLimit(table, clock.now());
    try {
      if (limit && (await removeFrom(context, table, limit))) hasMore = true;
    } catch (error) {
      faults.push(error);
    }
  }
  // After a fault the job rests: what the other tables have to remove comes first.
  if (faults.length > 0 && !hasMore) throw faults[0];
  return hasMore;
}

/** Says whether there may be more of this table. */
async function removeFrom(context: DataContext, table: Table, limit: KeepLimit): Promise<boolean> {
  const { read } = context.database;
  const isDue: unknown = await expired(read, table, limit).first(system.id);
  if (isDue) {
    const removed = await inTurn(context, (connection) => removeSome(context, connection, table, limit));
    if (removed) context.changed(new Set([table.entry.name]));
    if (removed === undefined || removed === most) return removed === most;
  }
  return hasHistory(table) && removeVersions(context, table, limit);
}

/** Removes earlier versions by their own time: their records may be gone, or newer by now. Says whether there may be more. */
async function removeVersions(context: DataContext, table: Table, { time: { column }, before }: KeepLimit): Promise<boolean> {
  // No index tells which these are: once a day is enough, and nobody waits meanwhile.
  if (forgotten.get(table) === before) return false;
  const versions = await findPast(context.database.read, table, { column, before }, most);
  const isLast = versions.length < most;
  if (versions.length > 0) {
    const removed = await inTurn(context, async (connection) => {
      const count = await forgetVersions(connection, table, { column, before }, versions);
      if (count > 0) await writeRemoval(connection, context.database.dialect, deedOf(context, table), [], { versions: [count, null] });
      return count;
    });
    if (removed === undefined) return false;
  }
  if (isLast) forgotten.set(table, before);
  return !isLast;
}

/** Nothing where another process is at it. */
async function inTurn(context: DataContext, work: (connection: Knex) => Promise<number>): Promise<number | undefined> {
  const started = performance.now();
  const done = await aloneWriting(context.database, 'retention', work);
  // Writers come in between.
  if (done) await setTimeout(performance.now() - started);
  return done;
}

function expired(connection: Knex, { name }: Table, { time, before }: KeepLimit): Knex.QueryBuilder {
  return connection(name).where(time.column, '<', before);
}

/** Gives how many went. */
async function removeSome(context: DataContext, connection: Knex, table: Table, limit: KeepLimit): Promise<number> {
  const { dialect } = context.database;
  const time = limit.time.column;
  const rows: readonly StoredRow[] = await expired(connection, table, limit).orderBy(time).limit(most).forUpdate().select();
  const [oldest] = rows;
  const newest = rows.at(-1);
  if (!oldest || !newest) return 0;
  const ids = rows.map((row) => Number(row[system.id]));
  for (const rollup of rollupsOf(context).get(table.entry.name) ?? []) await keepCells(connection, context, rollup, rows);
  const newestCounted = rows.findLast((row) => Number(row[system.sample]) === 0);
  if (newestCounted) await noteRemoved(connection, table, limit.time, newestCounted[time]);
  await connection(table.name).whereIn(system.id, ids).delete();
  await forgetPast(connection, table, ids);
  await forgetWorkflow(connection, table, ids);
  await followCalendar(connection, dialect, table);
  await markTouched(context, connection, table, { before: rows });
  const field = limit.time.field.name;
  const timeOf = (row: StoredRow) => toRow(table, dialect, row)[field] ?? null;
  await writeRemoval(connection, dialect, deedOf(context, table), ids, {
    rows: [rows.length, null],
    [field]: [timeOf(oldest), timeOf(newest)],
  });
  return rows.length;
}

function deedOf({ clock }: DataContext, { entry }: Table): Deed {
  return { at: clock.now(), caller: systemCaller.id, action: 'keep', dataset: entry.name };
}
