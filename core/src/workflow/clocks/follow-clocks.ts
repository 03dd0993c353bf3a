import { workflowsOf } from '@haidang/sdk';
import type { Knex } from 'knex';
import { systemCaller } from '../../access/caller.ts';
import type { Table } from '../../data/table.ts';
import type { Calendars } from '../../time/calendars.ts';
import { type Moved, type Moves, movedAt } from '../moved.ts';
import { keepClockTimers } from '../timers/clock-timers.ts';
import { keepStepTimers } from '../timers/step-timers.ts';
import { addTimers, forgetTimers } from '../timers/timer-table.ts';
import { forgetLegs, readLegs, writeLegs } from './clock-table.ts';
import { clocksOf, type NamedClock } from './clocks-of.ts';
import { byMove, givenDue, isOfClock, keepDueFields } from './due-fields.ts';
import { readHours } from './hours.ts';
import { extend, type Leg, rest, resume, stop, takeUp } from './leg.ts';
import { startClocks } from './start-clocks.ts';

/** Starts, rests, goes on with and stops the clocks of records that have been changed, in the transaction that does so; with them go their timers and the deadlines in the records. */
export async function followClocks(moves: Moves): Promise<void> {
  const { context, connection, table, deed, moved } = moves;
  if (moved.length === 0 || isOfClock(deed)) return;
  const clocks = clocksOf(table.entry.dataset);
  const hours = await readHours(moves);
  await keepStepTimers(moves, hours);
  if (clocks.length === 0) return;
  const { dialect } = context.database;
  const { name } = table.entry;
  const at = movedAt(moves);
  const known = moved.filter(({ before }) => before !== undefined).map(({ id }) => id);
  const legs = new Map<number, Leg[]>();
  for (const leg of known.length > 0 ? await readLegs(connection, dialect, name, known) : []) add(legs, leg.record, leg);
  const { calendars } = hours;
  const underWay = (clock: NamedClock, one: Moved) => {
    const last = legs.get(one.id)?.findLast((leg) => leg.clock === clock.name);
    return last?.state === 'stopped' && !isTakenUp(last, clock, one) ? undefined : last;
  };
  const went: Leg[] = [];
  for (const clock of clocks)
    for (const one of moved) {
      const last = underWay(clock, one);
      const now = last && moveLeg(last, clock, one, { calendars, at });
      if (now && now !== last) went.push(now);
    }
  const isUnderWay = (clock: NamedClock, one: Moved) => underWay(clock, one) !== undefined;
  const started = await startClocks(moves, { clocks, hours, legs, isUnderWay });
  const changed = [...went, ...started.legs];
  if (changed.length === 0) return;
  await writeLegs(connection, dialect, changed);
  await keepClockTimers({ connection, dialect, clocks, calendars, at, legs: went });
  await addTimers(connection, dialect, started.timers);
  const live = changed.filter(({ state }) => state !== 'stopped');
  await keepDueFields({ ...moves, deed: { ...deed, caller: systemCaller.id, action: byMove } }, clocks, live);
}

/** Forgets clocks and timers of records that are removed, in the transaction that removes them. */
export async function forgetClocks(connection: Knex, { entry }: Table, records: readonly number[]): Promise<void> {
  if (workflowsOf(entry.dataset).length === 0) return;
  await forgetLegs(connection, entry.name, records);
  await forgetTimers(connection, entry.name, records);
}

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

interface Now {
  readonly calendars: Calendars;
  readonly at: number;
}

/** Whether a leg ended when the record left the state that a step has now taken it back to. */
function isTakenUp({ stoppedAt }: Leg, { state }: NamedClock, { back }: Moved): boolean {
  return back?.field === state && stoppedAt === back.leftAt;
}

/** A leg that is under way, or taken up again, as the record leaves it. */
function moveLeg(last: Leg, { clock, state }: NamedClock, { row, before }: Moved, { calendars, at }: Now): Leg {
  const leg = last.state === 'stopped' ? takeUp(last) : last;
  const calendar = calendars(leg.calendar);
  const where = String(row[state]);
  const isMoved = before?.[state] !== row[state];
  const moved = !isMoved
    ? leg
    : clock.runs.includes(where)
      ? resume(leg, calendar, at)
      : clock.rests?.includes(where)
        ? rest(leg, calendar, at)
        : stop(leg, calendar, at);
  const said = moved.state === 'stopped' ? undefined : givenDue(clock, row, before, false);
  return said === undefined || said === moved.dueAt ? moved : extend(moved, calendar, said, at);
}
