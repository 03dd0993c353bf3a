import type { Expectation, Trust } from '@haidang/sdk';
import { type WorkingCalendar, workingCalendar } from '../../time/working-calendar.ts';
import { hour } from './calendar.ts';
import { dueAfter, lateFrom, readSchedule } from './delivery.ts';
import { approximately } from './duration.ts';

/** State of the promised delivery at an instant, and when it will be another one. */
export interface Freshness {
  readonly freshness: Trust['freshness'];
  readonly dueAt?: number;
  readonly changesAt?: number;
  /** From when on the delivery that is due is late. */
  readonly lateAt?: number;
}

/** Measures the newest business time against what the dataset promises: due is the delivery after the newest one, late is a due one after its grace. */
export function freshnessOf(
  expects: Expectation | undefined,
  newest: number | undefined,
  now: number,
  calendar: WorkingCalendar = workingCalendar(),
): Freshness {
  const schedule = readSchedule(expects);
  if (!schedule || newest === undefined) return { freshness: 'unknown' };
  const dueAt = dueAfter(schedule, newest, calendar);
  const lateAt = lateFrom(schedule, dueAt);
  if (now < dueAt) return { freshness: approximately(schedule.every) <= hour ? 'live' : 'on-time', dueAt, changesAt: dueAt, lateAt };
  return now < lateAt ? { freshness: 'due', dueAt, changesAt: lateAt, lateAt } : { freshness: 'late', dueAt, lateAt };
}
