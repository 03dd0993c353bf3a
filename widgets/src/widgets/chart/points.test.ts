import type { Result } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { wallClock } from './buckets.ts';
import { timePoints } from './points.ts';

/** Points of months: how each is called, and what is said of it. */
function points(
  period: readonly [from: string, to: string],
  now: string,
  month?: string,
  grain: 'month' | 'quarter' = 'month',
  boundaries?: Result['trust']['boundaries'],
) {
  const field = { name: 'at', type: 'date', label: { vi: 'Lúc' }, grain, ...(month !== undefined && { month }) } as const;
  const result = { fields: [field], rows: [], period: { from: period[0], to: period[1] }, trust: { boundaries } } as unknown as Result;
  const axis = { at: 0, field } as unknown as Parameters<typeof timePoints>[0]['axis'];
  return timePoints({ result, axis, grain, locale: 'vi', now: wallClock(now) ?? 0 }).map(
    ({ key, isCut, isUnfinished, isFuture, isConverted }) =>
      `${new Date(Number(key)).toISOString().slice(0, 7)}${isCut ? ' cut' : ''}${isUnfinished ? ' unfinished' : ''}${isFuture ? ' future' : ''}${isConverted ? ' converted' : ''}`,
  );
}

test('months of the calendar', () => {
  expect(points(['2026-10-01T00:00:00+07:00', '2027-01-01T00:00:00+07:00'], '2026-11-21T14:00')).toEqual([
    '2026-10',
    '2026-11 unfinished',
    '2026-12 future',
  ]);
  expect(points(['2026-10-15T00:00:00+07:00', '2026-11-15T00:00:00+07:00'], '2026-12-21T14:00')).toEqual(['2026-10 cut', '2026-11']);
});

test('months that reports cut stand under the names that they have there', () => {
  const year = ['2026-09-15T00:00:00+07:00', '2026-12-15T00:00:00+07:00'] as const;
  expect(points(year, '2026-11-14T23:59', '15T00:00')).toEqual(['2026-10', '2026-11 unfinished', '2026-12 future']);
  expect(points(year, '2026-11-15T00:00', '15T00:00')).toEqual(['2026-10', '2026-11', '2026-12 unfinished']);
  expect(points(year, '2026-11-15T00:00', '15T00:00', 'quarter')).toEqual(['2026-10 unfinished']);
  expect(points(['2026-10-25T12:00:00+07:00', '2026-11-25T12:00:00+07:00'], '2026-11-25T12:00', '25T12:00')).toEqual(['2026-11']);
  // A period that begins within such a month shows only a part of it.
  expect(points(['2026-11-01T00:00:00+07:00', '2026-11-10T00:00:00+07:00'], '2026-12-20T00:00', '15T00:00')).toEqual(['2026-11 cut']);
});

test('what lies before the units in force is converted, where that was asked for', () => {
  const year = ['2025-05-01T00:00:00+07:00', '2025-09-01T00:00:00+07:00'] as const;
  const now = '2026-11-21T14:00';
  expect(points(year, now, undefined, 'month', { basis: 'current', version: '2025-07-01' })).toEqual([
    '2025-05 converted',
    '2025-06 converted',
    '2025-07',
    '2025-08',
  ]);
  expect(points(year, now, undefined, 'month', { basis: 'as-reported', version: '2025-03-01' })).toEqual([
    '2025-05',
    '2025-06',
    '2025-07',
    '2025-08',
  ]);
});
