import { day, localOf, startOfDay, utcOf } from '../data/query/calendar.ts';
import type { Shift } from './shifts.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** The instant at which so much working time has passed since another, ms. The end of a shift comes before the start of the next. */
export function plusWorking(calendar: WorkingCalendar, from: number, ms: number): number {
  let left = ms;
  for (const [opens, closes] of shiftsAfter(calendar, localOf(from))) {
    if (left <= closes - opens) return utcOf(opens + left);
    left -= closes - opens;
  }
  throw new Error('a calendar without work');
}

/** The last instant from which so much working time passes until another, ms. */
export function minusWorking(calendar: WorkingCalendar, until: number, ms: number): number {
  let left = ms;
  for (const [opens, closes] of shiftsBefore(calendar, localOf(until))) {
    if (left <= closes - opens) return utcOf(closes - left);
    left -= closes - opens;
  }
  throw new Error('a calendar without work');
}

/** Working time from one instant to a later one, ms; none when that is not later. */
export function workingBetween(calendar: WorkingCalendar, from: number, until: number): number {
  const end = localOf(until);
  let ms = 0;
  for (const [opens, closes] of shiftsAfter(calendar, localOf(from))) {
    if (opens >= end) break;
    ms += Math.min(closes, end) - opens;
  }
  return ms;
}

/** The instant itself while people work, else that of the next start. */
export function nextAtWork(calendar: WorkingCalendar, at: number): number {
  return plusWorking(calendar, at, 0);
}

/** What is left of the day and all that comes later, in local time. Days without work are finitely many: each needs a row. */
function* shiftsAfter(calendar: WorkingCalendar, local: number): Generator<Shift> {
  for (let today = startOfDay(local); ; today += day)
    for (const [opens, closes] of calendar.shiftsOn(today))
      if (today + closes > local) yield [Math.max(today + opens, local), today + closes];
}

function* shiftsBefore(calendar: WorkingCalendar, local: number): Generator<Shift> {
  for (let today = startOfDay(local); ; today -= day)
    for (const [opens, closes] of calendar.shiftsOn(today).toReversed())
      if (today + opens < local) yield [today + opens, Math.min(today + closes, local)];
}
