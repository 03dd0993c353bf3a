import type { Clock, Span } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Dialect } from '../../data/dialect/dialect.ts';
import type { Calendars } from '../../time/calendars.ts';
import { afterWorking, deadlineOf } from '../../time/deadline.ts';
import { withinOf } from '../../time/span.ts';
import type { WorkingCalendar } from '../../time/working-calendar.ts';
import { minusWorking } from '../../time/working-minutes.ts';
import type { NamedClock } from '../clocks/clocks-of.ts';
import { isPlain, type Leg, timeGiven } from '../clocks/leg.ts';
import { addTimers, type Timer, timersOf } from './timer-table.ts';

interface Setting {
  readonly clocks: readonly NamedClock[];
  readonly calendars: Calendars;
  readonly at: number;
  readonly legs: readonly Leg[];
}

/** What is to come of legs that start. Of `quiet` records nothing is told that they missed before they came. */
export function firstTimers({ clocks, calendars, at, legs }: Setting, quiet: ReadonlySet<number>): readonly Timer[] {
  const set = timersBy({ clocks, calendars });
  return legs.flatMap((leg) => withoutMissed(set(leg), at, quiet.has(leg.record) ? 0 : 1));
}

interface Keeping extends Setting {
  readonly connection: Knex;
  readonly dialect: Dialect;
}

/** Sets what is to come of clocks that went on, each of one dataset. What is past but not done yet stays: it has happened. */
export async function keepClockTimers({ connection, dialect, clocks, calendars, at, legs }: Keeping): Promise<void> {
  const set = timersBy({ clocks, calendars });
  const timers: Timer[] = [];
  for (const name of new Set(legs.map(({ clock }) => clock))) {
    const own = legs.filter(({ clock }) => clock === name);
    const dataset = own[0]?.dataset ?? '';
    const stopped = own.filter(({ state }) => state === 'stopped').map(({ record }) => record);
    const records = own.map(({ record }) => record);
    const ofClock = (ids: readonly number[]) => timersOf(connection, dataset, ids).where({ name }).whereIn('kind', ['escalate', 'overdue']);
    await ofClock(records).whereNull('done_at').where('at', '>', at).delete();
    if (stopped.length > 0) await ofClock(stopped).whereNotNull('done_at').delete();
    // Who is not overdue any more can be overdue again.
    const inTime = own.filter(({ overdueAt }) => overdueAt === undefined).map(({ record }) => record);
    if (inTime.length > 0) await ofClock(inTime).where({ kind: 'overdue' }).delete();
    const kept: readonly Record<string, unknown>[] = await ofClock(records).select('record', 'kind', 'leg', 'step');
    const taken = new Set(kept.map(({ record, kind, leg, step }) => [record, kind, leg, step].join()));
    const running = own.filter(({ state }) => state === 'running');
    timers.push(...running.flatMap(set).filter(({ record, kind, leg, step }) => !taken.has([record, kind, leg, step].join())));
  }
  await addTimers(connection, dialect, timers);
}

function timersBy({ clocks, calendars }: Pick<Setting, 'clocks' | 'calendars'>): (leg: Leg) => readonly Timer[] {
  const byName = new Map(clocks.map(({ name, clock }) => [name, clock]));
  return (leg) => timersOfLeg(leg, byName.get(leg.clock), calendars(leg.calendar));
}

function timersOfLeg(leg: Leg, clock: Clock | undefined, calendar: WorkingCalendar): readonly Timer[] {
  const { dataset, record, clock: name } = leg;
  const timer = (kind: Timer['kind'], step: number, at: number): Timer => ({ dataset, record, kind, name, leg: leg.leg, step, at });
  let whole: number | undefined;
  const given = () => (whole ??= timeGiven(leg, calendar));
  const timers = (clock?.escalate ?? []).map(({ at }, step) => timer('escalate', step, momentOf(leg, at, calendar, given)));
  if (leg.overdueAt === undefined) timers.push(timer('overdue', 0, leg.dueAt));
  return timers;
}

/** When a share of the limit is used, which is when the rest is left; or so long after the deadline. */
function momentOf(leg: Leg, at: number | Span, calendar: WorkingCalendar, given: () => number): number {
  if (typeof at !== 'number') return deadlineOf(calendar, withinOf(at), leg.dueAt).at;
  const left = Math.round((1 - at) * given());
  // A deadline may lie outside of hours: the end of the shift before it is not yet that.
  if (left === 0) return leg.dueAt;
  if (isPlain(leg)) return leg.dueAt - left;
  return left >= 0 ? minusWorking(calendar, leg.dueAt, left) : afterWorking(calendar, leg.dueAt, -left).at;
}

/** Of the notices that a record missed before it came, only so many of the last are told. */
function withoutMissed(timers: readonly Timer[], at: number, told: 0 | 1): readonly Timer[] {
  const missed = timers.filter((timer) => timer.kind === 'escalate' && timer.at <= at);
  if (missed.length <= told) return timers;
  const dropped = new Set(missed.sort((a, b) => a.at - b.at).slice(0, missed.length - told));
  return timers.filter((timer) => !dropped.has(timer));
}
