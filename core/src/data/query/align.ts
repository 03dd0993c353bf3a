import type { Grain } from '@haidang/sdk';
import { dateOf, day, formatLocalDay, formatLocalHour, hour, localDate, monthNumber, parseLocal, startOfWeek } from './calendar.ts';
import { type Group, type GroupValue, isTimeGrain } from './groups.ts';
import type { ComparedPeriod, Period } from './period.ts';

/**
 * Key of the group that a group of the compared period stands against: its time buckets are moved.
 * Whole years apart it is the same date (weeks excepted), else the bucket as far from the start of its period. 29 February has no counterpart in other years: nothing then.
 */
export function alignKey(
  key: readonly GroupValue[],
  groups: readonly Group[],
  compared: ComparedPeriod,
  period: Period,
): readonly GroupValue[] | undefined {
  const moved: GroupValue[] = [];
  for (const [index, value] of key.entries()) {
    const { grain, cut } = groups[index] ?? {};
    const other = value === null || !isTimeGrain(grain) ? value : alignBucket(String(value), { grain, cut, compared, period });
    if (other === undefined) return undefined;
    moved.push(other);
  }
  return moved;
}

interface Alignment {
  readonly grain: Exclude<Grain, 'ward' | 'province'>;
  /** How reporting months are cut; buckets are named by their month. */
  readonly cut: number | undefined;
  readonly compared: ComparedPeriod;
  readonly period: Period;
}

function alignBucket(bucket: string, { grain, cut, compared, period }: Alignment): string | undefined {
  const { months = 0 } = compared;
  if (months > 0 && months % 12 === 0 && grain !== 'week') return laterYear(bucket, months / 12);
  const steps = bucketNumber(parseLocal(bucket), grain) - bucketNumber(compared.from, grain, cut);
  return bucketAt(bucketNumber(period.from, grain, cut) + steps, grain);
}

function laterYear(bucket: string, years: number): string | undefined {
  const date = dateOf(parseLocal(bucket));
  const moved = localDate(date.year + years, date.month, date.day);
  return dateOf(moved).day === date.day ? `${formatLocalDay(moved)}${bucket.slice(10)}` : undefined;
}

// Weeks are counted from the Monday after 1970 began, so that their numbers are whole.
const monday = 4 * day;

/** Number of the bucket that a local time falls in, counted without gaps. */
function bucketNumber(local: number, grain: Exclude<Grain, 'ward' | 'province'>, cut = 0): number {
  switch (grain) {
    case 'hour':
      return Math.floor(local / hour);
    case 'day':
      return Math.floor(local / day);
    case 'week':
      return (startOfWeek(local) - monday) / (7 * day);
    case 'month':
      return monthNumber(local, cut);
    case 'quarter':
      return Math.floor(monthNumber(local, cut) / 3);
    case 'year':
      return Math.floor(monthNumber(local, cut) / 12);
  }
}

function bucketAt(number: number, grain: Exclude<Grain, 'ward' | 'province'>): string {
  switch (grain) {
    case 'hour':
      return formatLocalHour(number * hour);
    case 'day':
      return formatLocalDay(number * day);
    case 'week':
      return formatLocalDay(number * 7 * day + monday);
    case 'month':
      return formatLocalDay(localDate(Math.floor(number / 12), (number % 12) + 1));
    case 'quarter':
      return formatLocalDay(localDate(Math.floor(number / 4), (number % 4) * 3 + 1));
    case 'year':
      return formatLocalDay(localDate(number, 1));
  }
}
