import type { Addition, Cells, Dialect } from '../data/dialect/dialect.ts';
import type { Added } from '../data/plan.ts';
import { type Calendars, isOfEdition, knownCalendars, readCalendars } from '../time/calendars.ts';
import { legsOfNew } from './clocks/clock-table.ts';
import { clocksOf } from './clocks/clocks-of.ts';
import { cellsWithDues } from './clocks/due-fields.ts';
import { readHours } from './clocks/hours.ts';
import type { Leg } from './clocks/leg.ts';
import { startClocks } from './clocks/start-clocks.ts';
import { isFollowed } from './follow.ts';
import type { Moved, Moves } from './moved.ts';
import { timedPart } from './timed-part.ts';
import { stepTimers } from './timers/step-timers.ts';
import { type Timer, timersOfNew } from './timers/timer-table.ts';

interface Coming extends Omit<Moves, 'moved'> {
  readonly added: readonly Pick<Added, 'cells' | 'isSample'>[];
  /** By calendars as they were last known: whether they still are so is asked when the records are written. */
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
  const hours = await readHours(moves, isAhead ? knownCalendars : readCalendars);
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

/** What is written with the records, if calendars are still what it goes by. */
export function begunWith(dialect: Dialect, { calendars, legs, timers }: Beginnings): Pick<Addition, 'belonging' | 'given'> {
  return { belonging: [legsOfNew(dialect, legs), timersOfNew(timers)], given: isOfEdition(calendars.edition) };
}
