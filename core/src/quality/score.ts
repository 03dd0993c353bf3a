import { dueAfter, lateFrom, type Schedule } from '../data/query/delivery.ts';
import { approximately } from '../data/query/duration.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';

/** What was counted of a supplier, or of all: enough to make the four numbers of, and to be added up. */
export interface Tally {
  readonly checksWeight: number;
  readonly checksPassed: number;
  readonly cellsRequired: number;
  readonly cellsFilled: number;
  /** Rows in the window, and those of them with an issue that is open. */
  readonly rows: number;
  readonly flawed: number;
  readonly expected: number;
  readonly received: number;
  readonly onTime: number;
  /** How fresh the newest row is, 0–1. */
  readonly fresh: number | undefined;
}

/** Đúng, đủ, sạch, sống, 0–1, and their geometric mean, 0–100; what cannot be told has no value. */
export interface Score {
  readonly correct: number | undefined;
  readonly complete: number | undefined;
  readonly clean: number | undefined;
  readonly live: number | undefined;
  readonly overall: number | undefined;
}

export function scoreOf({ checksWeight, checksPassed, cellsRequired, cellsFilled, rows, flawed, ...slots }: Tally): Score {
  const received = share(slots.received, slots.expected);
  const filled = share(cellsFilled, cellsRequired);
  const onTime = share(slots.onTime, slots.expected);
  const parts = {
    correct: share(checksPassed, checksWeight),
    // Where no cell was there to be filled, because nothing came or nothing is required, the deliveries alone tell.
    complete: received === undefined ? undefined : filled === undefined ? received : 0.5 * received + 0.5 * filled,
    clean: rows === 0 ? undefined : 1 - flawed / rows,
    live: onTime === undefined || slots.fresh === undefined ? undefined : 0.6 * onTime + 0.4 * slots.fresh,
  };
  return { ...parts, overall: overallOf([parts.correct, parts.complete, parts.clean, parts.live]) };
}

/** 100 × the geometric mean: a dead feed is not hidden by three perfect numbers. Nothing when a part is missing. */
export function overallOf(parts: readonly (number | undefined)[]): number | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return 100 * known.reduce((product, part) => product * part, 1) ** (1 / parts.length);
}

/** Letter of an overall number. */
export function gradeLetter(overall: number | undefined): 'A' | 'B' | 'C' | 'D' | 'not_evaluated' {
  if (overall === undefined) return 'not_evaluated';
  if (overall >= 90) return 'A';
  if (overall >= 75) return 'B';
  return overall >= 50 ? 'C' : 'D';
}

/** F: 1 until the delivery after the newest row is late, then down to 0 within three periods. */
export function freshShare(schedule: Schedule, newest: number | undefined, now: number, calendar: WorkingCalendar): number {
  if (newest === undefined) return 0;
  const lateAt = lateFrom(schedule, dueAfter(schedule, newest, calendar));
  return now <= lateAt ? 1 : Math.max(0, 1 - (now - lateAt) / (3 * approximately(schedule.every)));
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
