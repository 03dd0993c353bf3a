import { day, formatLocalDay, startOfDay } from '../data/query/calendar.ts';
import { officeHours, type Shift } from './shifts.ts';

/** What is said of one day of a calendar: a holiday, a Saturday that is worked, other hours. */
export interface CalendarDay {
  /** "2026-11-21" */
  readonly date: string;
  readonly isWorking: boolean;
  /** Those of an ordinary day when absent. */
  readonly shifts?: readonly Shift[];
}

/** When people work: the days that are said, over a week of Monday to Friday in office hours (Labour Code 45/2019/QH14, art. 105, 111; which days are off, art. 112, is decided year by year and is data). */
export interface WorkingCalendar {
  /** Shifts of the day that a local time falls in; none on a day off. */
  shiftsOn(local: number): readonly Shift[];
}

/** Shifts of a day of which nothing is said. */
export function weekShifts(local: number): readonly Shift[] {
  const weekday = new Date(local).getUTCDay();
  return weekday === 0 || weekday === 6 ? [] : officeHours;
}

export function workingCalendar(days: Iterable<CalendarDay> = []): WorkingCalendar {
  const byDate = new Map([...days].map((each) => [each.date, each]));
  return {
    shiftsOn(local) {
      const special = byDate.size === 0 ? undefined : byDate.get(formatLocalDay(local));
      if (!special) return weekShifts(local);
      return special.isWorking ? (special.shifts ?? officeHours) : [];
    },
  };
}

/** Whether anybody works on the day that a local time falls in. */
export function isWorkingDay(calendar: WorkingCalendar, local: number): boolean {
  return calendar.shiftsOn(local).length > 0;
}

/** Start of the day itself when it is worked, else of the next one that is. Local time. */
export function nextWorkingDay(calendar: WorkingCalendar, local: number): number {
  let start = startOfDay(local);
  while (!isWorkingDay(calendar, start)) start += day;
  return start;
}
