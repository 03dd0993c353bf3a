import type { Expectation } from '@haidang/sdk';
import { nextWorkingDay, type WorkingCalendar } from '../../time/working-calendar.ts';
import { dateOf, day, hour, localDate, localOf, minute, plusMonths, startOfDay, startOfWeek, utcOf } from './calendar.ts';
import { approximately, type Length, parseDuration, plus } from './duration.ts';

/** What a dataset promises, with its durations read. */
export interface Schedule {
  readonly every: Length;
  readonly after: Length;
  readonly grace: Length | undefined;
  /** Time of the day by which it is due, ms; only of periods of whole days. */
  readonly by: number | undefined;
  readonly workdays: boolean;
}

/** A period that a delivery is for, in local time: start included, end not. */
export interface Slot {
  readonly from: number;
  readonly to: number;
}

/** Reads a promise; nothing when it says no length. */
export function readSchedule(expects: Expectation | undefined): Schedule | undefined {
  const every = expects && parseDuration(expects.every);
  if (!every || approximately(every) === 0) return undefined;
  const [hours = 0, minutes = 0] = expects.by?.split(':').map(Number) ?? [];
  return {
    every,
    after: (expects.after && parseDuration(expects.after)) || { months: 0, ms: 0 },
    grace: expects.grace === undefined ? undefined : parseDuration(expects.grace),
    by: expects.by !== undefined && isByDay(every) ? hours * hour + minutes * minute : undefined,
    workdays: expects.workdays === true,
  };
}

/** Whether its periods are made of whole days. */
export function isByDay({ months, ms }: Length): boolean {
  return months > 0 || ms % day === 0;
}

/** The period that a local time falls in: months counted from the year 0, weeks from Monday, all else from 1970-01-01. */
export function slotAt({ every: { months, ms } }: Schedule, local: number): Slot {
  if (months > 0) {
    const { year, month } = dateOf(local);
    const from = localDate(0, Math.floor((year * 12 + month - 1) / months) * months + 1);
    return { from, to: plusMonths(from, months) };
  }
  const origin = ms % (7 * day) === 0 ? startOfWeek(0) : 0;
  const from = Math.floor((local - origin) / ms) * ms + origin;
  return { from, to: from + ms };
}

/** The instant by which the delivery for a period is due. */
export function dueOf({ after, by, workdays }: Schedule, { to }: Slot, calendar: WorkingCalendar): number {
  if (by === undefined) return utcOf(plus(to, after));
  const last = startOfDay(plus(to - day, after));
  return utcOf((workdays ? nextWorkingDay(calendar, last) : last) + by);
}

/** The instant from which a delivery that was due is late: after its grace, a quarter of the period where none is said. */
export function lateFrom({ every, grace }: Schedule, dueAt: number): number {
  return grace ? utcOf(plus(localOf(dueAt), grace)) : dueAt + approximately(every) / 4;
}

/** When the delivery after the newest row is due: that of the next period where a time of the day is promised, else so long after the row. */
export function dueAfter(schedule: Schedule, newest: number, calendar: WorkingCalendar): number {
  const local = localOf(newest);
  if (schedule.by === undefined) return utcOf(plus(plus(local, schedule.every), schedule.after));
  return dueOf(schedule, slotAt(schedule, slotAt(schedule, local).to), calendar);
}
