import type { Knex } from 'knex';
import type { Cells, Dialect } from '../data/dialect/dialect.ts';
import { allOf } from '../data/dialect/statement.ts';
import type { Added } from '../data/plan.ts';
import { type Calendars, editionOf, knownCalendars, readCalendars } from '../time/calendars.ts';
import { writeLegs } from './clocks/clock-table.ts';
import { clocksOf } from './clocks/clocks-of.ts';
import { cellsWithDues } from './clocks/due-fields.ts';
import { readHours } from './clocks/hours.ts';
import type { Leg } from './clocks/leg.ts';
import { startClocks } from './clocks/start-clocks.ts';
import { isFollowed } from './follow.ts';
import type { Moved, Moves } from './moved.ts';
import { timedPart } from './timed-part.ts';
import { stepTimers } from './timers/step-timers.ts';
import { addTimers, type Timer } from './timers/timer-table.ts';

interface Coming extends Omit<Moves, 'moved'> {
  readonly added: readonly Pick<Added, 'cells' | 'isSample'>[];
  /** Before the transaction that writes: there it is asked whether calendars are still what they were. */
  readonly isAhead?: true;
}

/** What begins with new records, made before they are written: their deadlines are part of them. Legs and timers name records by their places among these. */
export interface Beginnings {
  /** What it goes by. */
  readonly calendars: Calendars;
  /** Cells of all these records, with their deadlines. */
  readonly rows: readonly Cells[];
  readonly legs: readonly Leg[];
  readonly timers: readonly Timer[];
}

/** What begins with new records; nothing where nothing does. Illustrative ones have no clocks. */
export async function beginningsOf({ added, isAhead, ...place }: Coming): Promise<Beginnings | undefined> {
  const { context, table } = place;
  if (!isFollowed(table, added)) return undefined;
  const { dialect } = context.database;
  const part = timedPart(table, dialect);
  const moved = added.flatMap(({ cells, isSample }, id): readonly Moved[] => (isSample ? [] : [{ id, row: part.ofCells(cells), cells }]));
  const moves: Moves = { ...place, moved };
  const rows = moved.map(({ row }) => row);
  const hours = await readHours(moves, rows, isAhead ? knownCalendars : readCalendars);
  const clocks = clocksOf(table.entry.dataset);
  const { legs, timers } = await startClocks(moves, { clocks, hours, legs: new Map(), isUnderWay: () => false });
  const full = cellsWithDues({ table, dialect, clocks }, moved, legs);
  return {
    calendars: hours.calendars,
    rows: added.map(({ cells }, id) => full.get(id) ?? cells),
    legs,
    timers: [...stepTimers(moves, hours), ...timers],
  };
}

/** Whether calendars are still what it goes by, asked in the transaction that writes the records. */
export async function isCurrent({ calendars }: Beginnings, connection: Knex): Promise<boolean> {
  return (await editionOf(connection)) === calendars.edition;
}

/** Writes what begins with records, once these have numbers. */
export async function keepBeginnings(
  connection: Knex,
  dialect: Dialect,
  { legs, timers }: Beginnings,
  ids: readonly number[],
): Promise<void> {
  const own = <T extends { readonly record: number }>(one: T): T => ({ ...one, record: ids[one.record] ?? Number.NaN });
  await allOf([writeLegs(connection, dialect, legs.map(own)), addTimers(connection, dialect, timers.map(own))]);
}
