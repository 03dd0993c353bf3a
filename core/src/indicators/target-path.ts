import { monthNumber, plusMonths, startOfMonths } from '../data/query/calendar.ts';
import type { LocalBounds } from '../data/query/period.ts';

/** Target of a year, as the plan has it. */
export interface YearTarget {
  readonly target: number;
  /** What is to be reached by the end of each month, January first. */
  readonly path?: readonly number[];
}

/** A period as months of its year: 0 is the start of January, 12 the end of December. Parts of months count by their days. */
export interface MonthSpan {
  readonly year: number;
  readonly from: number;
  readonly to: number;
}

// What the clock changes of a month's length is no part of the plan.
const slack = 1e-9;

/** The span of a period in reporting months; nothing when it goes beyond the end of its year, which has a plan of its own. */
export function spanOf({ from, to }: LocalBounds, cut = 0): MonthSpan | undefined {
  const year = Math.floor(monthNumber(from, cut) / 12);
  const span = { year, from: monthsInto(from, year, cut), to: monthsInto(to, year, cut) };
  return span.to > 12 + slack ? undefined : span;
}

function monthsInto(local: number, year: number, cut: number): number {
  const start = startOfMonths(local, 1, cut);
  return monthNumber(local, cut) - 12 * year + (local - start) / (plusMonths(start, 1) - start);
}

/** What a period is to bring of figures that add up over time: the way from its start to its end on the path of the year; without a path the months' share of the target. */
export function shareOf({ target, path }: YearTarget, { from, to }: MonthSpan): number {
  const until = (months: number): number => {
    if (!path) return (target * months) / 12;
    const whole = Math.floor(months + slack);
    const [before, after] = [whole === 0 ? 0 : (path[whole - 1] ?? target), path[whole] ?? path.at(-1) ?? target];
    return before + (after - before) * Math.max(0, months - whole);
  };
  return until(to) - until(from);
}

/** What a figure that does not add up, such as a rate, is to be at the end of a period: the path after its last whole month, else the target. */
export function levelOf({ target, path }: YearTarget, { to }: MonthSpan): number {
  return path?.[Math.max(1, Math.floor(to + slack)) - 1] ?? target;
}
