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

const none: readonly Leg[] = [];

/** Starts the clocks of records that have come into a state in which they run. Nothing is written. */
export async function startClocks(moves: Moves, { clocks, hours, legs: earlier, isUnderWay }: Starting): Promise<Started> {
  const { table, moved } = moves;
  const starting = clocks
    .map((named) => ({ named, those: moved.filter((one) => isEntered(named, one) && !isUnderWay(named, one)) }))
    .filter(({ those }) => those.length > 0);
  if (starting.length === 0) return { legs: [], timers: [] };
  const { calendars, codeOf } = hours;
  const now = movedAt(moves);
  const rows = new Set(starting.flatMap(({ those }) => those.map(({ cells }) => cells)));
  const asked = starting.map(({ named }) => named);
  const limitOf = await limitsOf(moves, asked, [...rows]);
  const dataset = table.entry.name;
  const legs: Leg[] = [];
  for (const { named, those } of starting) {
    const { name: clock, clock: said } = named;
    const sharing = new Set(clocks.filter((other) => other.clock.due === said.due).map(({ name }) => name));
    const since = startOf(table, named);
    for (const { id: record, row, before, cells } of those) {
      const limit = limitOf(named, cells);
      if (!limit) continue;
      const { within, legal } = limit;
      const own = earlier.get(record) ?? none;
      const due = givenDue(said, row, before, !own.some((each) => sharing.has(each.clock)));
      const leg = own.filter((each) => each.clock === clock).length + 1;
      const original = due === undefined || leg > 1 || said.original === undefined ? undefined : readDue(row[said.original]);
      const calendar = codeOf(row);
      const at = since(row, before, now);
      legs.push(startLeg({ dataset, record, clock, leg, within, legal, calendar, due, original, at, now }, calendars(calendar)));
    }
  }
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
