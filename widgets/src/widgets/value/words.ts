import type { Result } from '@haidang/sdk';
import { formatNumber, translate } from '@haidang/sdk/client';
import { wallClock } from '../chart/buckets.ts';
import type { ValueOptions } from './definition.ts';
import { likeWords, type Reading } from './reading.ts';
import { valueTexts } from './texts.ts';

/** For whom and under which options words are made. */
export interface Telling {
  readonly port: string;
  readonly options: ValueOptions;
  readonly locale: string;
}

const day = 86_400_000;

/** "↑ 12,1 % so cùng kỳ", "↓ 0,4 điểm so tháng trước": rates differ in points, all else in per cent. The page may name what it compares with, under the name of that column. */
export function comparisonWords({ value, comparison, isRate }: Reading, period: Result['period'], { locale }: Telling): string | undefined {
  if (value === undefined || !comparison) return undefined;
  const than = comparison.name ?? say(comparison.kind === 'previous' ? previousKey(period) : comparison.kind, locale);
  const difference = value - comparison.value;
  if (!isRate && comparison.value === 0 && difference !== 0) return undefined;
  // Less than the last digit that would be shown.
  const isTiny = Math.abs(difference) < (isRate ? 0.05 : Math.abs(comparison.value) * 0.0005) || difference === 0;
  if (isTiny) return say('same', locale, { than });
  const amount = isRate
    ? formatNumber(Math.abs(difference), { locale, decimals: 1, unit: 'points' })
    : formatNumber(Math.abs(difference / comparison.value) * 100, { locale, decimals: 1, unit: '%' });
  return say(difference > 0 ? 'up' : 'down', locale, { amount, than });
}

/** "chỉ tiêu 90 %", "không quá 24 giờ", "kế hoạch 78,3 %"; of an amount the share of its plan that is reached: "86,9 % kế hoạch". */
export function targetWords(reading: Reading, telling: Telling): string | undefined {
  const { target, value, isRate } = reading;
  const { locale } = telling;
  if (!target) return undefined;
  if (target.kind === 'planned' && !isRate && value !== undefined && target.at > 0) {
    return say('reached', locale, { share: formatNumber((value / target.at) * 100, { locale, decimals: 1, unit: '%' }) });
  }
  return say(target.kind, locale, { target: likeWords(target.at, reading, telling) });
}

/** "n = 1.982" of a rate. */
export function casesWords({ cases }: Reading, { locale }: Telling): string | undefined {
  return cases === undefined || cases === 0 ? undefined : say('cases', locale, { n: formatNumber(cases, { locale }) });
}

/** Why there is no value. */
export function absenceWords({ value, isTooFew }: Reading, { locale }: Telling): string | undefined {
  return value !== undefined ? undefined : say(isTooFew ? 'tooFew' : 'none', locale);
}

/** A message of the widget with values in it. */
export function say(
  key: keyof (typeof valueTexts)['vi'],
  locale: string,
  values: { readonly [name: string]: string | number } = {},
): string {
  return translate({ texts: valueTexts, key, locale, values });
}

/** What the period before is called, when the period is one of the calendar's. */
function previousKey(period: Result['period']): 'previous' | `previous.${'day' | 'week' | 'month' | 'quarter' | 'year'}` {
  const from = period && wallClock(period.from);
  const to = period && wallClock(period.to);
  if (from === undefined || to === undefined || from % day !== 0) return 'previous';
  const [start, end] = [new Date(from), new Date(to)];
  if (to - from <= day) return 'previous.day';
  if (to - from === 7 * day) return 'previous.week';
  const isWhole = start.getUTCDate() === 1 && end.getUTCDate() === 1 && to % day === 0;
  const months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  if (isWhole && months === 1) return 'previous.month';
  if (isWhole && months === 3) return 'previous.quarter';
  return isWhole && months === 12 ? 'previous.year' : 'previous';
}
