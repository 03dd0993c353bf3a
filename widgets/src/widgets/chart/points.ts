import type { Result } from '@haidang/sdk';
import { translate } from '@haidang/sdk/client';
import { type Column, codeAt, nameOf } from '../columns.ts';
import { axisLabel, fullLabel } from './bucket-labels.ts';
import { beginning, bucketStart, bucketsBetween, cutOf, nextBucket, reported, type TimeGrain, wallClock } from './buckets.ts';
import { chartTexts } from './texts.ts';

/** A place on the axis. */
export interface Point {
  readonly key: string;
  readonly label: string;
  /** Full name, for tooltip, table and voice. */
  readonly title: string;
  /** The period is not over yet: its figures still grow. */
  readonly isUnfinished?: boolean;
  /** The chosen period begins in the middle of it: its figures are less than whole. */
  readonly isCut?: boolean;
  /** It lies before the units in force began, and its figures are converted to them. */
  readonly isConverted?: boolean;
  /** The period has not begun. */
  readonly isFuture?: boolean;
  /** All names that there is no room for. */
  readonly isRest?: boolean;
}

const day = 86_400_000;

/** Step of time of a column; none for a column of names. Times that nobody grouped go by the least distance between them. */
export function grainOf({ at, field }: Column, { rows }: Result): TimeGrain | undefined {
  if (field.grain) return field.grain === 'ward' || field.grain === 'province' ? undefined : field.grain;
  if (field.type !== 'date' && field.type !== 'date-time') return undefined;
  const times = [...new Set(rows.map((row) => wallClock(codeAt(row, at))))].filter((time) => time !== undefined).sort((a, b) => a - b);
  const least = times.slice(1).reduce((gap, time, index) => Math.min(gap, time - (times[index] ?? time)), Number.POSITIVE_INFINITY);
  if (least >= 365 * day) return Number.isFinite(least) ? 'year' : 'day';
  if (least >= 28 * day) return 'month';
  if (least >= 7 * day) return 'week';
  return least >= day ? 'day' : 'hour';
}

/** Key of the point that a row stands at. */
export function pointKey(code: string, grain: TimeGrain | undefined): string {
  const at = grain && wallClock(code);
  return grain && at !== undefined ? String(bucketStart(at, grain)) : code;
}

/** All steps of the period, those without rows too: a gap in the data must not look like a shorter time. */
export function timePoints({
  result,
  axis,
  grain,
  locale,
  now,
}: {
  result: Result;
  axis: Column;
  grain: TimeGrain;
  locale: string;
  now: number;
}): readonly Point[] {
  const seen = result.rows.map((row) => wallClock(codeAt(row, axis.at))).filter((at) => at !== undefined);
  const cut = cutOf(axis.field.month, grain);
  const from = result.period && wallClock(result.period.from);
  const to = result.period && wallClock(result.period.to);
  const first = Math.min(...seen, from === undefined ? Number.POSITIVE_INFINITY : reported(from, cut));
  const last = Math.max(...seen, to === undefined ? Number.NEGATIVE_INFINITY : reported(to - 1, cut));
  const today = reported(now, cut);
  const { boundaries } = result.trust;
  const changed = boundaries?.basis === 'current' ? wallClock(boundaries.version) : undefined;
  if (!Number.isFinite(first) || !Number.isFinite(last)) return [];
  return bucketsBetween(first, last, grain).map((start) => ({
    key: String(start),
    label: axisLabel(start, { grain, locale, first, last }),
    title: fullLabel(start, grain, locale),
    ...(start > today ? { isFuture: true } : today < nextBucket(start, grain) ? { isUnfinished: true } : {}),
    ...(changed !== undefined && beginning(start, cut) < changed ? { isConverted: true } : {}),
    ...(from !== undefined && beginning(start, cut) < from && from < beginning(nextBucket(start, grain), cut) ? { isCut: true } : {}),
  }));
}

/** The names along the axis, in the order of the rows. */
export function namedPoints({ result, axis, locale }: { result: Result; axis: Column; locale: string }): readonly Point[] {
  const codes = new Set(result.rows.map((row) => codeAt(row, axis.at)));
  return [...codes].map((code) => {
    const label = code === '' ? translate({ texts: chartTexts, key: 'unknown', locale }) : nameOf(axis.field, code, locale);
    return { key: code, label, title: label };
  });
}
