import { setTimeout } from 'node:timers/promises';
import type { Knex } from 'knex';
import { systemCaller } from '../../access/caller.ts';
import { aloneWriting } from '../../jobs/alone.ts';
import { Job } from '../../jobs/job.ts';
import { followCalendar } from '../../time/working-time.ts';
import { forgetWorkflow } from '../../workflow/follow.ts';
import { type StoredRow, toRow } from '../cells.ts';
import type { DataContext } from '../context.ts';
import { forgetPast } from '../history/past.ts';
import { writeRemoval } from '../journal.ts';
import { markTouched } from '../keep.ts';
import { rollupsOf } from '../rollup/definition.ts';
import { keepCells } from '../rollup/keep-cells.ts';
import { system, type Table } from '../table.ts';
import { type KeepLimit, keepLimit } from './keep-limit.ts';

/** Between two looks for rows that have been kept long enough, ms. */
const every = 3_600_000;
/** Rows that go in one transaction. */
const most = 500;

/** Removes rows that have been kept for as long as their dataset says. */
export function retentionJob(context: DataContext, onError: (error: Error) => void): Job {
  return new Job({ name: 'retention', every, work: () => removeExpired(context), onError });
}

/** Removes a bounded number of such rows; says whether there may be more. What they have counted for stays in the roll-ups. */
export async function removeExpired(context: DataContext): Promise<boolean> {
  const { database, tables, clock } = context;
  let hasMore = false;
  for (const table of tables.values()) {
    const limit = keepLimit(table, clock.now());
    if (!limit || !(await expired(database.read, table, limit).first(system.id))) continue;
    const started = performance.now();
    const removed = await aloneWriting(database, 'retention', (connection) => removeSome(context, connection, table, limit));
    if (!removed) continue;
    context.changed(new Set([table.entry.name]));
    hasMore ||= removed === most;
    // Writers come in between.
    await setTimeout(performance.now() - started);
  }
  return hasMore;
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
  await connection(table.name).whereIn(system.id, ids).delete();
  await forgetPast(connection, table, ids);
  await forgetWorkflow(connection, table, ids);
  await followCalendar(connection, dialect, table);
  await markTouched(context, connection, table, { before: rows });
  const deed = { at: context.clock.now(), caller: systemCaller.id, action: 'keep', dataset: table.entry.name };
  const field = limit.time.field.name;
  const timeOf = (row: StoredRow) => toRow(table, dialect, row)[field] ?? null;
  await writeRemoval(connection, dialect, deed, ids, { rows: [rows.length, null], [field]: [timeOf(oldest), timeOf(newest)] });
  return rows.length;
}
