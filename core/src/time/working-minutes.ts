import { day, localOf, startOfDay, utcOf } from '../data/query/calendar.ts';
import type { WorkingCalendar } from './working-calendar.ts';

// Deadlines are counted for record after record: shifts are gone through without an object for each.

/** The instant at which so much working time has passed since another, ms. The end of a shift comes before the start of the next. */
export function plusWorking(calendar: WorkingCalendar, from: number, ms: number): number {
  const local = localOf(from);
  let left = ms;
  // Days without work are finitely many: each needs a row.
  for (let today = startOfDay(local); ; today += day)
    for (const [opens, closes] of calendar.shiftsOn(today)) {
      const [start, end] = [Math.max(today + opens, local), today + closes];
      if (end <= local) continue;
      if (left <= end - start) return utcOf(start + left);
      left -= end - start;
    }
}

/** The last instant from which so much working time passes until another, ms. */
export function minusWorking(calendar: WorkingCalendar, until: number, ms: number): number {
  const local = localOf(until);
  let left = ms;
  for (let today = startOfDay(local); ; today -= day)
    for (const [opens, closes] of calendar.shiftsOn(today).toReversed()) {
      const [start, end] = [today + opens, Math.min(today + closes, local)];
      if (start >= local) continue;
      if (left <= end - start) return utcOf(end - left);
      left -= end - start;
    }
}

/** Working time from one instant to a later one, ms; none when that is not later. */
export function workingBetween(calendar: WorkingCalendar, from: number, until: number): number {
  const [local, end] = [localOf(from), localOf(until)];
  let ms = 0;
  for (let today = startOfDay(local); today < end; today += day)
    for (const [opens, closes] of calendar.shiftsOn(today))
      ms += Math.max(0, Math.min(today + closes, end) - Math.max(today + opens, local));
  return ms;
}

/** The instant itself while people work, else that of the next start. */
export function nextAtWork(calendar: WorkingCalendar, at: number): number {
  return plusWorking(calendar, at, 0);
}
