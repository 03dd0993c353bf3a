import { expect, test } from 'vitest';
import { formatDifference, formatNumber, numberParts, thinGap } from './numbers.ts';

test('writes numbers as Vietnamese readers do', () => {
  expect(formatNumber(1234.5)).toBe('1.234,5');
  expect(formatNumber(41827)).toBe('41.827');
  expect(formatNumber(-3)).toBe('−3');
  expect(formatNumber(87.44, { decimals: 2 })).toBe('87,44');
  expect(formatNumber(87, { decimals: 1 })).toBe('87,0');
});

test('writes numbers as English readers do', () => {
  expect(formatNumber(1234.5, { locale: 'en' })).toBe('1,234.5');
  expect(formatNumber(2_184_600_000, { locale: 'en', compact: true })).toBe(`2.2${thinGap}bn`);
});

test('parts digits and unit by a thin gap', () => {
  expect(formatNumber(87.4, { unit: '%' })).toBe(`87,4${thinGap}%`);
  expect(formatNumber(5, { unit: 'h' })).toBe(`5${thinGap}giờ`);
  expect(formatNumber(12, { unit: '1' })).toBe('12');
  expect(numberParts(1.42, { unit: 'm', decimals: 2 })).toEqual({ digits: '1,42', unit: 'm' });
});

test('says tr and tỷ for large numbers, and leaves thousands whole', () => {
  expect(formatNumber(2_184_600_000_000, { unit: 'VND', compact: true })).toBe(`2.184,6${thinGap}tỷ đồng`);
  expect(formatNumber(3_400_000, { compact: true })).toBe(`3,4${thinGap}tr`);
  expect(formatNumber(41_827, { compact: true })).toBe('41.827');
  expect(formatNumber(-1_500_000, { compact: true })).toBe(`−1,5${thinGap}tr`);
});

test('what rounds up to the next word is written with it', () => {
  expect(formatNumber(999_960_000, { compact: true })).toBe(`1${thinGap}tỷ`);
  expect(formatNumber(999_999, { compact: true })).toBe('999.999');
});

test('an absent value is an en dash without unit', () => {
  for (const value of [undefined, null, Number.NaN, Number.POSITIVE_INFINITY]) expect(formatNumber(value, { unit: '%' })).toBe('–');
});

test('zero has no minus', () => {
  expect(formatNumber(-0.01)).toBe('0');
  expect(formatNumber(-0)).toBe('0');
});

test('a difference has a sign, of percentages it is in points', () => {
  expect(formatDifference(0.4, { unit: '%' })).toBe(`+0,4${thinGap}điểm`);
  expect(formatDifference(-6.25, { unit: '%', decimals: 1 })).toBe(`−6,3${thinGap}điểm`);
  expect(formatDifference(12)).toBe('+12');
  expect(formatDifference(0)).toBe('0');
  expect(formatDifference(undefined)).toBe('–');
});
