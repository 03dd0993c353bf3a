import { type Moved, type Moves, movedAt } from '../moved.ts';
import { firstTimers } from '../timers/clock-timers.ts';
import type { Timer } from '../timers/timer-table.ts';
import type { NamedClock } from './clocks-of.ts';
import { givenDue, readDue } from './due-fields.ts';
import type { Hours } from './hours.ts';
import { type Leg, startLeg } from './leg.ts';
import { limitsOf } from './limits.ts';
import { startOf } from './start-of.ts';

interface Starting {
  readonly clocks: readonly NamedClock[];
  readonly hours: Hours;
  /** Legs of before, by record. */
  readonly legs: ReadonlyMap<number, readonly Leg[]>;
  /** Whether a leg of the clock is under way for a record. */
  readonly isUnderWay: (clock: NamedClock, one: Moved) => boolean;
}

/** Legs that start, and what is to come of them. */
export interface Started {
  readonly legs: readonly Leg[];
  readonly timers: readonly Timer[];
}

/** Starts the clocks of records that have come into a state in which they run. Nothing is written. */
export async function startClocks(moves: Moves, { clocks, hours, legs: earlier, isUnderWay }: Starting): Promise<Started> {
  const { table, moved } = moves;
  const starting = clocks.flatMap((clock) =>
    moved.filter((one) => isEntered(clock, one) && !isUnderWay(clock, one)).map((one) => ({ clock, one })),
  );
  if (starting.length === 0) return { legs: [], timers: [] };
  const { calendars, codeOf } = hours;
  const now = movedAt(moves);
  const [asked, rows] = [new Set(starting.map(({ clock }) => clock)), new Set(starting.map(({ one }) => one.cells))];
  const limitOf = await limitsOf(moves, [...asked], [...rows]);
  const sharing = new Map(
    clocks.map((named) => [named, clocks.filter(({ clock }) => clock.due === named.clock.due).map(({ name }) => name)]),
  );
  const legs = starting.flatMap(({ clock: named, one: { id, row, before, cells } }): readonly Leg[] => {
    const limit = limitOf(named, cells);
    if (!limit) return [];
    const { name, clock } = named;
    const own = earlier.get(id) ?? [];
    const due = givenDue(clock, row, before, !own.some((leg) => sharing.get(named)?.includes(leg.clock)));
    const leg = own.filter((each) => each.clock === name).length + 1;
    const calendar = codeOf(row);
    const { within, legal } = limit;
    const original = due === undefined || leg > 1 || clock.original === undefined ? undefined : readDue(row[clock.original]);
    const start = { dataset: table.entry.name, record: id, clock: name, leg, within, legal, calendar, due, original };
    return [startLeg({ ...start, at: startOf(table, named, { row, before }, now), now }, calendars(calendar))];
  });
  return { legs, timers: firstTimers({ clocks, calendars, at: now, legs }, broughtAlong(clocks, moved)) };
}

/** Whether a record has come into a state in which the clock runs. */
function isEntered({ clock, state }: NamedClock, { row, before }: Moved): boolean {
  return clock.runs.includes(String(row[state])) && before?.[state] !== row[state];
}

/** Records that came in a later state than the first: what they missed before is none of our news. */
function broughtAlong(clocks: readonly NamedClock[], moved: readonly Moved[]): ReadonlySet<number> {
  const isLater = ({ before, row }: Moved) => before === undefined && clocks.some(({ state, initial }) => row[state] !== initial);
  return new Set(moved.filter(isLater).map(({ id }) => id));
}
