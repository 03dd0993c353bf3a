import { day, localOf, startOfDay, utcOf } from '../data/query/calendar.ts';
import { plus } from '../data/query/duration.ts';
import type { Within } from './span.ts';
import { nextWorkingDay, type WorkingCalendar } from './working-calendar.ts';
import { plusWorking } from './working-minutes.ts';

/** The instant by which something is due, and whether days that are not decided yet may still move it (tạm tính). */
export interface Deadline {
  readonly at: number;
  readonly isProvisional: boolean;
}

/** When something that begins at an instant is due. Working days follow Civil Code 91/2015/QH13, Art. 147 and 148: the day of receipt does not count, and the term ends with the last one, which is a working day; here with its last shift. */
export function deadlineOf(calendar: WorkingCalendar, within: Within, from: number): Deadline {
  if ('length' in within) return { at: utcOf(plus(localOf(from), within.length)), isProvisional: false };
  if ('workingMs' in within) return afterWorking(calendar, from, within.workingMs);
  const received = startOfDay(localOf(from));
  const last = lastDay(calendar, received, within.workingDays);
  const ends = calendar.shiftsOn(last).at(-1)?.[1] ?? day;
  return { at: utcOf(last + ends), isProvisional: isUnsettled(calendar, received + day, last) };
}

/** When so much working time is used up, ms. */
export function afterWorking(calendar: WorkingCalendar, from: number, ms: number): Deadline {
  const at = plusWorking(calendar, from, ms);
  return { at, isProvisional: isUnsettled(calendar, startOfDay(localOf(from)), localOf(at) - 1) };
}

function lastDay(calendar: WorkingCalendar, received: number, days: number): number {
  let last = received;
  for (let count = 0; count < days; count++) last = nextWorkingDay(calendar, last + day);
  return nextWorkingDay(calendar, last);
}

/** Whether a day from one to another is not decided. Local time. */
function isUnsettled(calendar: WorkingCalendar, first: number, last: number): boolean {
  for (let today = first; today <= last; today += day) if (!calendar.isSettled(today)) return true;
  return false;
}
