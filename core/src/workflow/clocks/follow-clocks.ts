import { workflowsOf } from '@haidang/sdk';
import type { Knex } from 'knex';
import { systemCaller } from '../../access/caller.ts';
import type { Table } from '../../data/table.ts';
import type { Calendars } from '../../time/calendars.ts';
import { type Moved, type Moves, movedAt } from '../moved.ts';
import { keepClockTimers } from '../timers/clock-timers.ts';
import { keepStepTimers } from '../timers/step-timers.ts';
import { forgetTimers } from '../timers/timer-table.ts';
import { forgetLegs, readLegs, writeLegs } from './clock-table.ts';
import { clocksOf, type NamedClock } from './clocks-of.ts';
import { byMove, givenDue, isOfClock, keepDueFields, readDue } from './due-fields.ts';
import { areInstants, keepFirstDues } from './first-dues.ts';
import { type Hours, readHours } from './hours.ts';
import { extend, type Leg, rest, resume, startLeg, stop } from './leg.ts';
import { limitsOf } from './limits.ts';
import { startOf } from './start-of.ts';

/** Starts, rests, goes on with and stops the clocks of records that have been added or changed, in the transaction that does so; with them go their timers and the deadlines in the records. */
export async function followClocks(moves: Moves): Promise<void> {
  const { context, connection, table, deed, moved } = moves;
  if (moved.length === 0 || isOfClock(deed)) return;
  const clocks = clocksOf(table.entry.dataset);
  const hours = await readHours(
    moves,
    moved.map(({ row }) => row),
  );
  await keepStepTimers(moves, hours);
  if (clocks.length === 0) return;
  const { dialect } = context.database;
  const { name } = table.entry;
  const at = movedAt(moves);
  const known = moved.filter(({ before }) => before !== undefined).map(({ id }) => id);
  const legs = new Map<number, Leg[]>();
  for (const leg of known.length > 0 ? await readLegs(connection, dialect, name, known) : []) add(legs, leg.record, leg);
  const { calendars } = hours;
  const went = new Map<Leg, Leg>();
  const starting = new Map<NamedClock, Moved[]>();
  for (const clock of clocks)
    for (const one of moved) {
      const last = legs.get(one.id)?.findLast((leg) => leg.clock === clock.name);
      const now = last && last.state !== 'stopped' ? moveLeg(last, clock, one, { calendars, at }) : undefined;
      if (last && now && now !== last) went.set(last, now);
      if (!now && isEntered(clock, one)) add(starting, clock, one);
    }
  const started = await startLegs(moves, { clocks, legs, hours, starting });
  const changed = [...went.values(), ...started];
  if (changed.length === 0) return;
  await writeLegs(connection, dialect, changed);
  await keepClockTimers({
    connection,
    dialect,
    clocks,
    calendars,
    at,
    legs: [...went.values()],
    started,
    quiet: broughtAlong(clocks, moved),
  });
  const isAdded = areInstants(table, clocks) ? ({ before }: Moved) => before === undefined : () => false;
  const fresh = new Set(moved.filter(isAdded).map(({ id }) => id));
  await keepFirstDues(
    moves,
    clocks,
    started.filter(({ record }) => fresh.has(record)),
  );
  const live = changed.filter(({ record, state }) => state !== 'stopped' && !fresh.has(record));
  await keepDueFields({ ...moves, deed: { ...deed, caller: systemCaller.id, action: byMove } }, clocks, live);
}

/** Forgets clocks and timers of records that are removed, in the transaction that removes them. */
export async function forgetClocks(connection: Knex, { entry }: Table, records: readonly number[]): Promise<void> {
  if (workflowsOf(entry.dataset).length === 0) return;
  await forgetLegs(connection, entry.name, records);
  await forgetTimers(connection, entry.name, records);
}

/** Records that came in a later state than the first: what they missed before is none of our news. */
function broughtAlong(clocks: readonly NamedClock[], moved: readonly Moved[]): ReadonlySet<number> {
  const isLater = ({ before, row }: Moved) => before === undefined && clocks.some(({ state, initial }) => row[state] !== initial);
  return new Set(moved.filter(isLater).map(({ id }) => id));
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

/** A leg that is under way as the record leaves it. */
function moveLeg(leg: Leg, { clock, state }: NamedClock, { row, before }: Moved, { calendars, at }: Now): Leg {
  const calendar = calendars(leg.calendar);
  const where = String(row[state]);
  const isMoved = before?.[state] !== row[state];
  const moved = !isMoved
    ? leg
    : clock.runs.includes(where)
      ? resume(leg, calendar, at)
      : clock.rests?.includes(where)
        ? rest(leg, calendar, at)
        : stop(leg, at);
  const said = moved.state === 'stopped' ? undefined : givenDue(clock, row, before, false);
  return said === undefined || said === moved.dueAt ? moved : extend(moved, calendar, said, at);
}

/** Whether a record has come into a state in which the clock runs. */
function isEntered({ clock, state }: NamedClock, { row, before }: Moved): boolean {
  return clock.runs.includes(String(row[state])) && before?.[state] !== row[state];
}

interface Starting {
  readonly clocks: readonly NamedClock[];
  readonly legs: ReadonlyMap<number, readonly Leg[]>;
  readonly hours: Hours;
  readonly starting: ReadonlyMap<NamedClock, readonly Moved[]>;
}

async function startLegs(moves: Moves, { clocks, legs, hours, starting }: Starting): Promise<readonly Leg[]> {
  const { table } = moves;
  if (starting.size === 0) return [];
  const { calendars, codeOf } = hours;
  const now = movedAt(moves);
  const started: Leg[] = [];
  const entering = [...new Set([...starting.values()].flat().map(({ id }) => id))];
  const limitOf = await limitsOf(moves, [...starting.keys()], entering);
  for (const [named, entered] of starting) {
    const { name, clock } = named;
    const sharing = new Set(clocks.filter((each) => each.clock.due === clock.due).map((each) => each.name));
    for (const { id, row, before } of entered) {
      const limit = limitOf(named, id);
      if (!limit) continue;
      const earlier = legs.get(id) ?? [];
      const due = givenDue(clock, row, before, !earlier.some((leg) => sharing.has(leg.clock)));
      const leg = earlier.filter((each) => each.clock === name).length + 1;
      const calendar = codeOf(row);
      const { within, legal } = limit;
      const original = due === undefined || leg > 1 || clock.original === undefined ? undefined : readDue(row[clock.original]);
      const start = { dataset: table.entry.name, record: id, clock: name, leg, within, legal, calendar, due, original };
      started.push(startLeg({ ...start, at: startOf(table, row, before, now), now }, calendars(calendar)));
    }
  }
  return started;
}
