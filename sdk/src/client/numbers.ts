import { languageOf } from './label.ts';
import { unitLabel } from './unit-labels.ts';

/** Shown where there is no value. */
export const none = '–';
/** Shown where a value exists but is withheld (coverage under its floor). */
export const withheld = '—';
/** Between digits and unit: a thin gap that does not break. */
export const thinGap = '\u202f';

/** How a number is written. `decimals` fixes their count, at most one when absent; `compact` writes `tr` and `tỷ`; `sign` shows a plus too; `unit` is a UCUM code or a word. */
export interface NumberFormat {
  readonly locale?: string;
  readonly decimals?: number;
  readonly compact?: boolean;
  readonly sign?: boolean;
  readonly unit?: string;
}

/** Digits and unit apart, for figures that draw the unit smaller. */
export interface NumberParts {
  readonly digits: string;
  readonly unit: string;
}

/** "1.234,5", "−3", "2.184,6 tỷ đồng"; an absent value is an en dash without unit. */
export function formatNumber(value: number | null | undefined, format: NumberFormat = {}): string {
  const { digits, unit } = numberParts(value, format);
  return unit === '' ? digits : `${digits}${thinGap}${unit}`;
}

/** Like `formatNumber`, digits and unit apart. */
export function numberParts(
  value: number | null | undefined,
  { locale = 'vi', decimals, compact = false, sign = false, unit }: NumberFormat = {},
): NumberParts {
  if (value === null || value === undefined || !Number.isFinite(value)) return { digits: none, unit: '' };
  const scale = compact ? scaleOf(value, locale, decimals ?? 1) : { by: 1, word: '' };
  const words = [scale.word, unit === undefined ? '' : unitLabel(unit, locale)].filter((word) => word !== '');
  return { digits: digitsOf(value / scale.by, locale, decimals, sign), unit: words.join(' ') };
}

/** A difference with its sign; of two percentages it is in points ("+0,4 điểm"). */
export function formatDifference(value: number | null | undefined, format: NumberFormat = {}): string {
  return formatNumber(value, { ...format, sign: true, ...(format.unit === '%' ? { unit: 'points' } : {}) });
}

function scaleOf(value: number, locale: string, decimals: number): { by: number; word: string } {
  const size = Math.abs(value);
  const english = languageOf(locale) !== 'vi';
  // 999,96 million would be written "1.000,0 tr".
  const almost = 1e9 - 0.5 * 1e6 * 10 ** -decimals;
  if (size >= almost) return { by: 1e9, word: english ? 'bn' : 'tỷ' };
  if (size >= 1e6) return { by: 1e6, word: english ? 'm' : 'tr' };
  return { by: 1, word: '' };
}

const writers = new Map<string, Intl.NumberFormat>();

function digitsOf(value: number, locale: string, decimals: number | undefined, sign: boolean): string {
  const key = `${locale} ${decimals ?? ''} ${sign}`;
  let writer = writers.get(key);
  if (!writer) {
    writer = new Intl.NumberFormat(languageOf(locale) === 'vi' ? 'vi-VN' : locale, {
      minimumFractionDigits: decimals ?? 0,
      maximumFractionDigits: decimals ?? 1,
      signDisplay: sign ? 'exceptZero' : 'negative',
    });
    writers.set(key, writer);
  }
  return writer.format(value).replace('-', '−');
}
