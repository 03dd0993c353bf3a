import { dateOf, localDate, localOf, startOfDay } from './calendar.ts';
import type { Moment } from './moment.ts';

/** How far a year has come: its number, and whole days of it in local time. */
export interface Reached {
  readonly year: number;
  /** Local time until which it has come: the end of the period, or the start of today while that runs or lies ahead. */
  readonly to: number;
}

/** The year of a period, or of now, and how far it has come. */
export function reachedAt({ period, now }: Pick<Moment, 'period' | 'now'>): Reached {
  const today = startOfDay(localOf(now));
  if (!period || period.to > localOf(now)) return { year: dateOf(today).year, to: today };
  return { year: dateOf(period.to - 1).year, to: period.to };
}

/** Share of the year that is gone, %. */
export function elapsedAt({ year, to }: Reached): number {
  const from = localDate(year, 1);
  return (100 * (to - from)) / (localDate(year + 1, 1) - from);
}

/** Months of the year that are over. */
export function monthsOverAt({ year, to }: Reached): number {
  const date = dateOf(to);
  return date.year > year ? 12 : date.month - 1;
}
