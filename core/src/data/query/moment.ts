import type { Dialect } from '../dialect/dialect.ts';
import type { Rollups } from '../rollup/definition.ts';
import type { Units } from '../units.ts';
import { day, formatLocalDay, localOf, plusMonths, startOfDay, startOfMonths, startOfWeek } from './calendar.ts';
import type { PeriodWord } from './condition.ts';
import type { Conversion } from './conversion.ts';
import { type LocalBounds, toInstants } from './period.ts';

/** When and on what a statement runs. `period` is that of the query, or the one it is compared with, in local time. */
export interface Moment {
  readonly dialect: Dialect;
  readonly now: number;
  /** As they are at that moment: units are added and linked while watches stand. */
  readonly units: Units;
  readonly period?: LocalBounds;
  /** Rows are read as they were then; `now` is the same instant. */
  readonly asAt?: number;
  /** Rows of former units count in the units in force. */
  readonly conversion?: Conversion;
  /** Roll-ups that may be read, by dataset. */
  readonly rollups?: Rollups;
}

/** Bounds in local time of a period that a formula names. */
export function periodOf(word: PeriodWord, { now, period }: Moment): LocalBounds {
  const local = localOf(now);
  const today = startOfDay(local);
  const week = startOfWeek(local);
  const year = startOfMonths(local, 12);
  if (typeof word === 'object') return { from: today, to: today + word.nextDays * day };
  switch (word) {
    case 'period':
      if (!period) throw new Error('A statement with a period was run without one');
      return period;
    case 'today':
      return { from: today, to: today + day };
    case 'this_week':
      return { from: week, to: week + 7 * day };
    case 'last_week':
      return { from: week - 7 * day, to: week };
    case 'this_year':
      return { from: year, to: plusMonths(year, 12) };
    case 'year_to_date':
      return { from: year, to: today + day };
  }
}

/** Bounds as a column of instants or of days stores them. A day belongs to a period when its midnight does. */
export function boundsOf(period: LocalBounds, store: 'instant' | 'date'): readonly [from: number | string, to: number | string] {
  if (store === 'instant') {
    const { from, to } = toInstants(period);
    return [from, to];
  }
  return [firstDay(period.from), firstDay(period.to)];
}

function firstDay(local: number): string {
  return formatLocalDay(local === startOfDay(local) ? local : local + day);
}
