import type { Expectation, Trust } from '@haidang/sdk';
import { dateOf, day, hour, localDate, localOf, minute, plusMonths, startOfDay, startOfMonths, startOfWeek, utcOf } from './calendar.ts';
import { approximately, type Length, parseDuration, plus } from './duration.ts';

/** State of the promised delivery at an instant, and when it will be another one. */
export interface Freshness {
  readonly freshness: Trust['freshness'];
  readonly dueAt?: number;
  readonly changesAt?: number;
}

/** Measures the newest business time against what the dataset promises: due is the delivery after the newest one, late is a due one after its grace. */
export function freshnessOf(expects: Expectation | undefined, newest: number | undefined, now: number): Freshness {
  const every = expects && parseDuration(expects.every);
  if (!expects || !every || newest === undefined || approximately(every) === 0) return { freshness: 'unknown' };
  const dueAt = dueAfter(expects, every, newest);
  const grace = expects.grace === undefined ? undefined : parseDuration(expects.grace);
  const lateAt = grace ? utcOf(plus(localOf(dueAt), grace)) : dueAt + approximately(every) / 4;
  if (now < dueAt) return { freshness: approximately(every) <= hour ? 'live' : 'on-time', dueAt, changesAt: dueAt };
  return now < lateAt ? { freshness: 'due', dueAt, changesAt: lateAt } : { freshness: 'late', dueAt };
}

function dueAfter({ by, after, workdays }: Expectation, every: Length, newest: number): number {
  const delay = (after && parseDuration(after)) || { months: 0, ms: 0 };
  const local = localOf(newest);
  const isByDay = every.months > 0 || every.ms % day === 0;
  if (by === undefined || !isByDay) return utcOf(plus(plus(local, every), delay));
  let last = startOfDay(plus(lastDayOfNext(local, every), delay));
  // Public holidays are not known here; Saturday and Sunday are.
  if (workdays) last += { 6: 2 * day, 0: day }[new Date(last).getUTCDay()] ?? 0;
  const [hours = 0, minutes = 0] = by.split(':').map(Number);
  return utcOf(last + hours * hour + minutes * minute);
}

/** Last day of the period after the one that a local time falls in: calendar months, weeks from Monday, else so many days from that day. */
function lastDayOfNext(local: number, { months, ms }: Length): number {
  if (months > 0) {
    const { year, month } = dateOf(local);
    const start = 12 % months === 0 ? startOfMonths(local, months) : localDate(year, month);
    return plusMonths(start, 2 * months) - day;
  }
  return (ms === 7 * day ? startOfWeek(local) : startOfDay(local)) + 2 * ms - day;
}
