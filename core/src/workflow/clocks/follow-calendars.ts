import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import { systemCaller } from '../../access/caller.ts';
import type { DataContext } from '../../data/context.ts';
import { run } from '../../data/dialect/statement.ts';
import { type Deed, type Entry, writeJournal } from '../../data/journal.ts';
import { sql, whole } from '../../data/query/sql.ts';
import { system } from '../../data/table.ts';
import { formatInstant } from '../../data/zone.ts';
import { aloneWriting } from '../../jobs/alone.ts';
import { calendarEdition, readCalendars } from '../../time/calendars.ts';
import { keepClockTimers } from '../timers/clock-timers.ts';
import { followStepTimers } from '../timers/step-timers.ts';
import { readLegs, writeLegs } from './clock-table.ts';
import { clocksOf, type NamedClock } from './clocks-of.ts';
import { byCalendar, keepDueFields } from './due-fields.ts';
import { follow, type Leg } from './leg.ts';

/** Records that are looked at in one transaction. */
const batch = 100;
const place = 'calendar_followed';

/** How far clocks have followed: the edition of the calendars that they go by, and the last record that was brought to it, or all of them. */
interface Progress {
  readonly edition: string;
  readonly after?: Timed;
}

/** A record of which something is to come. */
interface Timed {
  readonly dataset: string;
  readonly record: number;
}

/** Brings clocks that run, and steps that the system is to take, to the calendars as they are now, some records at a time, as one process. Says whether there is more to do. */
export async function followCalendars(context: DataContext): Promise<boolean> {
  const { database, clock, changed } = context;
  if (isFollowed(await readProgress(database.read))) return false;
  const done = await aloneWriting(database, 'clocks', async (connection) => {
    const { edition, progress } = await readProgress(connection);
    if (isFollowed({ edition, progress })) return undefined;
    const after = progress.edition === edition ? progress.after : undefined;
    const timed = await timedAfter(connection, after);
    const datasets = new Set(timed.map(({ dataset }) => dataset));
    for (const dataset of datasets) {
      const records = timed.filter((each) => each.dataset === dataset).map(({ record }) => record);
      await followIn(context, connection, { dataset, records, at: clock.now() });
    }
    const last = timed.length === batch ? timed.at(-1) : undefined;
    await writeProgress(connection, last ? { edition, after: last } : { edition });
    return { datasets, hasMore: last !== undefined };
  });
  if (done && done.datasets.size > 0) changed(done.datasets);
  return done?.hasMore ?? false;
}

/** The next records with a clock that runs or a step to come, in order. */
async function timedAfter(connection: Knex, after: Timed | undefined): Promise<readonly Timed[]> {
  const from = after ? sql` AND (dataset, record) > (${after.dataset}, ${after.record})` : sql``;
  const clocks = sql`SELECT dataset, record FROM workflow_clock WHERE state = 'running'${from}`;
  const steps = sql`SELECT dataset, record FROM timer WHERE kind = 'after' AND done_at IS NULL${from}`;
  const both = sql`${clocks} UNION ${steps} ORDER BY dataset, record LIMIT ${whole(batch)}`;
  const rows = await run(connection, both.sql, both.values);
  return rows.map(({ dataset, record }) => ({ dataset: String(dataset), record: Number(record) }));
}

interface State {
  /** Of the calendars as they are. */
  readonly edition: string;
  readonly progress: Progress;
}

function isFollowed({ edition, progress }: State): boolean {
  return progress.edition === edition && progress.after === undefined;
}

interface Followers {
  readonly dataset: string;
  readonly records: readonly number[];
  readonly at: number;
}

async function followIn(context: DataContext, connection: Knex, { dataset, records, at }: Followers): Promise<void> {
  const { database, tables } = context;
  const { dialect } = database;
  const table = tables.get(dataset);
  if (!table) return;
  // Whoever moves a record holds it first; so do we.
  await connection(table.name)
    .whereIn(system.id, [...records])
    .orderBy(system.id)
    .forUpdate()
    .select(system.id);
  const calendars = await readCalendars(context, connection);
  const clocks = clocksOf(table.entry.dataset);
  const running = (await readLegs(connection, dialect, dataset, records)).filter(({ state }) => state === 'running');
  const legs = running.map((leg) => follow(leg, calendars(leg.calendar), at));
  const later = legs.filter((leg, index) => leg.dueAt !== running[index]?.dueAt);
  await writeLegs(
    connection,
    dialect,
    legs.filter((leg, index) => !isDeepStrictEqual(leg, running[index])),
  );
  // What comes after the deadline goes by the calendar too.
  await keepClockTimers({ connection, dialect, clocks, calendars, at, legs });
  await followStepTimers(connection, { table, records, calendars, at });
  const deed: Deed = { at, caller: systemCaller.id, action: byCalendar, dataset };
  await keepDueFields({ context, connection, table, deed }, clocks, later);
  await writeJournal(connection, dialect, deed, unshown(clocks, later, running));
}

/** Entries of the audit log for deadlines that stand in no field of their record. */
function unshown(clocks: readonly NamedClock[], later: readonly Leg[], before: readonly Leg[]): readonly Entry[] {
  const hidden = new Set(clocks.filter(({ clock }) => clock.due === undefined).map(({ name }) => name));
  return later.flatMap(({ record, clock, dueAt }) => {
    const old = before.find((leg) => leg.record === record && leg.clock === clock);
    if (!old || !hidden.has(clock)) return [];
    return [{ id: record, kind: 'changed', fields: { [clock]: [formatInstant(old.dueAt), formatInstant(dueAt)] } }];
  });
}

async function readProgress(connection: Knex): Promise<State> {
  const now = sql`SELECT ${calendarEdition} AS edition, (SELECT value FROM meta WHERE name = ${place}) AS progress`;
  const [row] = await run(connection, now.sql, now.values);
  return { edition: String(row?.edition), progress: row?.progress ? JSON.parse(String(row.progress)) : { edition: '' } };
}

async function writeProgress(connection: Knex, progress: Progress): Promise<void> {
  await connection('meta')
    .insert({ name: place, value: JSON.stringify(progress) })
    .onConflict('name')
    .merge();
}
