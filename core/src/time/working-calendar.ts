import { dateOf, day, parseLocal, startOfDay, startOfWeek } from '../data/query/calendar.ts';
import { officeHours, type Shift } from './shifts.ts';

/** What is said of one day of a calendar: a holiday, a Saturday that is worked, other hours. */
export interface CalendarDay {
  /** "2026-11-21" */
  readonly date: string;
  readonly isWorking: boolean;
  /** Those of an ordinary day when absent. */
  readonly shifts?: readonly Shift[];
  /** Announced by who may announce it; until then the day counts as it is said, but may still change. */
  readonly isOfficial?: boolean;
}

/** When people work: the days that are said, over a week of Monday to Friday in office hours (Labour Code 45/2019/QH14, art. 105, 111; which days are off, art. 112, is decided year by year and is data). */
export interface WorkingCalendar {
  /** Shifts of the day that a local time falls in; none on a day off. */
  shiftsOn(local: number): readonly Shift[];
  /** Whether that is decided: the day is official, or an ordinary one of a year whose official days are known. */
  isSettled(local: number): boolean;
}

const none: readonly Shift[] = [];

/** Shifts of a day of which nothing is said. */
export function weekShifts(local: number): readonly Shift[] {
  return local - startOfWeek(local) >= 5 * day ? none : officeHours;
}

/** Monday to Friday in office hours. Which days are off is not known. */
const week: WorkingCalendar = { shiftsOn: weekShifts, isSettled: () => false };

const allDay: readonly Shift[] = [[0, day]];

/** Work that never rests. */
export const roundTheClock: WorkingCalendar = { shiftsOn: () => allDay, isSettled: () => true };

/** The days that are said, over a calendar that says the others. */
export function workingCalendar(days: Iterable<CalendarDay> = [], others: WorkingCalendar = week): WorkingCalendar {
  const numberOf = (local: number) => Math.floor(local / day);
  const byDay = new Map([...days].map((each) => [numberOf(parseLocal(each.date)), each]));
  const yearOf = (local: number) => dateOf(local).year;
  const published = new Set([...byDay.values()].flatMap(({ date, isOfficial }) => (isOfficial ? Number(date.slice(0, 4)) : [])));
  const said = (local: number) => byDay.get(numberOf(local));
  return {
    shiftsOn(local) {
      const special = said(local);
      if (!special) return others.shiftsOn(local);
      return special.isWorking ? (special.shifts ?? officeHours) : none;
    },
    isSettled(local) {
      const special = said(local);
      if (special) return special.isOfficial === true;
      return others === week ? published.has(yearOf(local)) : others.isSettled(local);
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
