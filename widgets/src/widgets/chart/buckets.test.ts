import { describe, expect, test } from 'vitest';
import { axisLabel, fullLabel } from './bucket-labels.ts';
import { bucketStart, bucketsBetween, type TimeGrain, wallClock } from './buckets.ts';

const at = (text: string) => wallClock(text) ?? Number.NaN;
const labels = (from: string, to: string, grain: TimeGrain, locale = 'vi') => {
  const [first, last] = [at(from), at(to)];
  return bucketsBetween(first, last, grain).map((start) => axisLabel(start, { grain, locale, first, last }));
};

describe('steps of time', () => {
  test('the wall clock is the digits of the text, whatever the offset of the reader', () => {
    expect(new Date(at('2026-11-20T14:30:00+07:00')).toISOString()).toBe('2026-11-20T14:30:00.000Z');
    expect(at('2026-11-20T07:30:00Z')).toBe(at('2026-11-20T14:30:00+07:00'));
    expect(at('2026-11')).toBe(at('2026-11-01'));
    expect(wallClock('chưa rõ')).toBeUndefined();
  });

  test('weeks start on Monday and quarters with their month', () => {
    expect(bucketStart(at('2026-11-22'), 'week')).toBe(at('2026-11-16'));
    expect(bucketStart(at('2026-11-22'), 'quarter')).toBe(at('2026-10-01'));
  });

  test('every step from first to last is there, over a leap day and a year', () => {
    expect(labels('2024-02-28', '2024-03-01', 'day')).toEqual(['28/02', '29/02', '01/03']);
    expect(labels('2025-11-15', '2026-02-01', 'month')).toEqual(['T11/2025', 'T12/2025', 'T1/2026', 'T2/2026']);
    expect(labels('2026-11-20', '2026-11-20T23:00', 'hour')).toHaveLength(24);
  });

  test('a span that nobody can read does not run for ever', () => {
    expect(bucketsBetween(at('1900-01-01'), at('2026-01-01'), 'hour')).toHaveLength(2000);
  });
});

describe('names of steps of time', () => {
  test('axes are short', () => {
    expect(labels('2026-11-20T06:00', '2026-11-20T07:00', 'hour')).toEqual(['6 giờ', '7 giờ']);
    expect(labels('2026-11-20T22:00', '2026-11-21T23:00', 'hour').slice(1, 4)).toEqual(['23 giờ', '21/11', '1 giờ']);
    expect(labels('2026-11-20', '2026-11-20', 'week')).toEqual(['tuần 47']);
    expect(labels('2026-10-01', '2026-11-01', 'month')).toEqual(['T10', 'T11']);
    expect(labels('2026-11-20', '2026-11-20', 'day', 'en')).toEqual(['20/11']);
  });

  test('tooltips and voices say all', () => {
    expect(fullLabel(at('2026-11-20T14:00'), 'hour', 'vi')).toBe('14–15 giờ, 20/11/2026');
    expect(fullLabel(at('2026-11-20'), 'day', 'vi')).toBe('thứ Sáu 20/11/2026');
    expect(fullLabel(at('2026-11-16'), 'week', 'vi')).toBe('tuần 47, 16–22/11/2026');
    expect(fullLabel(at('2026-11-30'), 'week', 'vi')).toBe('tuần 49, 30/11–06/12/2026');
    expect(fullLabel(at('2026-01-01'), 'week', 'vi')).toContain('tuần 1,');
    expect(fullLabel(at('2026-11-01'), 'month', 'vi')).toBe('tháng 11/2026');
    expect(fullLabel(at('2026-11-20T14:00'), 'hour', 'en')).toBe('14:00–15:00, 20 Nov 2026');
  });
});
