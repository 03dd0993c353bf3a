import type { Span } from '@haidang/sdk';
import { afterWorking, type Deadline, deadlineOf } from '../../time/deadline.ts';
import { withinOf } from '../../time/span.ts';
import type { WorkingCalendar } from '../../time/working-calendar.ts';
import { workingBetween } from '../../time/working-minutes.ts';

/** One run of a clock of a record, from the state in which it starts to one in which it stops. */
export interface Leg {
  readonly dataset: string;
  readonly record: number;
  readonly clock: string;
  /** Counted from 1. */
  readonly leg: number;
  readonly state: 'running' | 'resting' | 'stopped';
  readonly startedAt: number;
  /** Limit as it was at the start: later rules do not touch what runs. */
  readonly within: Span;
  readonly legal: string | undefined;
  /** Code of the calendar that it goes by. */
  readonly calendar: string;
  readonly dueAt: number;
  readonly originalDueAt: number;
  /** What the deadline follows from: the limit from the start, what was left when it rested (from `since`), or somebody who said it. */
  readonly basis: 'limit' | 'left' | 'said';
  readonly since: number;
  /** Time that was left when it last rested or stopped, ms: working time, or plain where the limit is. None when it stopped too late. */
  readonly leftMs: number | undefined;
  readonly isProvisional: boolean;
  /** The first time that it was overdue. */
  readonly overdueAt: number | undefined;
  readonly stoppedAt: number | undefined;
}

/** What a leg starts with. */
export interface Start extends Pick<Leg, 'dataset' | 'record' | 'clock' | 'leg' | 'within' | 'legal' | 'calendar'> {
  readonly at: number;
  /** The present: the leg may begin overdue. */
  readonly now: number;
  /** Deadlines that somebody brings along. */
  readonly due: number | undefined;
  readonly original: number | undefined;
}

/** Starts a leg. */
export function startLeg(start: Start, calendar: WorkingCalendar): Leg {
  const { dataset, record, clock, leg, within, legal, at, now, due, original } = start;
  const { at: dueAt, isProvisional } = due === undefined ? deadlineOf(calendar, withinOf(within), at) : { at: due, isProvisional: false };
  // Named one by one: they start by the thousand, and a copy of what is left over costs as much as all else.
  return {
    dataset,
    record,
    clock,
    leg,
    state: 'running',
    startedAt: at,
    within,
    legal,
    calendar: start.calendar,
    dueAt,
    originalDueAt: original ?? dueAt,
    basis: due === undefined ? 'limit' : 'said',
    since: at,
    leftMs: undefined,
    isProvisional,
    overdueAt: dueAt < now ? dueAt : undefined,
    stoppedAt: undefined,
  };
}

/** Freezes what is left. Not after the deadline: waiting then would hide that it is overdue. */
export function rest(leg: Leg, calendar: WorkingCalendar, at: number): Leg {
  return leg.state !== 'running' || at >= leg.dueAt ? leg : { ...leg, state: 'resting', leftMs: timeLeft(leg, calendar, at) };
}

/** Goes on with what was left; how long it rested does not matter. */
export function resume(leg: Leg, calendar: WorkingCalendar, at: number): Leg {
  if (leg.state !== 'resting') return leg;
  const { at: dueAt, isProvisional } = afterRest(leg, calendar, at);
  return { ...leg, state: 'running', since: at, basis: 'left', dueAt, isProvisional };
}

/** Ends a leg. What was left of it, or that it was overdue, stays known. */
export function stop(leg: Leg, calendar: WorkingCalendar, at: number): Leg {
  if (leg.state === 'stopped') return leg;
  const { leftMs } = rest(leg.state === 'running' ? { ...leg, leftMs: undefined } : leg, calendar, at);
  return { ...leg, state: 'stopped', stoppedAt: at, leftMs, overdueAt: leg.overdueAt ?? overdueSince(leg, at) };
}

/** Takes up a leg that ended, as it was then: resting with what was left, or overdue. */
export function takeUp(leg: Leg): Leg {
  return { ...leg, state: leg.leftMs === undefined ? 'running' : 'resting', stoppedAt: undefined };
}

/** Takes a deadline that somebody said. */
export function extend(leg: Leg, calendar: WorkingCalendar, due: number, at: number): Leg {
  const said: Leg = { ...leg, dueAt: due, basis: 'said', isProvisional: false, overdueAt: leg.overdueAt ?? overdueSince(leg, at) };
  return leg.state === 'resting' ? { ...said, leftMs: timeLeft(said, calendar, at) } : said;
}

/** The deadline as the calendar has it now. Nobody is held to less time than was promised: it never comes earlier. */
export function follow(leg: Leg, calendar: WorkingCalendar, at: number): Leg {
  if (leg.state !== 'running' || leg.basis === 'said') return leg;
  const due = leg.basis === 'limit' ? deadlineOf(calendar, withinOf(leg.within), leg.startedAt) : afterRest(leg, calendar, leg.since);
  const dueAt = Math.max(due.at, leg.dueAt);
  return { ...leg, dueAt, isProvisional: due.isProvisional, overdueAt: dueAt >= at ? undefined : leg.overdueAt };
}

/** Time until the deadline as the limit counts it, ms. */
export function timeLeft(leg: Leg, calendar: WorkingCalendar, at: number): number {
  return timeBetween(leg, calendar, at, leg.dueAt);
}

/** Time of the whole limit, ms. */
export function timeGiven(leg: Leg, calendar: WorkingCalendar): number {
  return timeBetween(leg, calendar, leg.startedAt, leg.originalDueAt);
}

function timeBetween(leg: Leg, calendar: WorkingCalendar, from: number, until: number): number {
  return isPlain(leg) ? Math.max(0, until - from) : workingBetween(calendar, from, until);
}

/** Whether the limit runs round the clock. */
export function isPlain(leg: Pick<Leg, 'within'>): boolean {
  return 'length' in withinOf(leg.within);
}

function afterRest(leg: Leg, calendar: WorkingCalendar, at: number): Deadline {
  const left = leg.leftMs ?? 0;
  return isPlain(leg) ? { at: at + left, isProvisional: false } : afterWorking(calendar, at, left);
}

function overdueSince({ state, dueAt }: Leg, at: number): number | undefined {
  return state === 'running' && at > dueAt ? dueAt : undefined;
}
