import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { civilOf } from './civil.ts';
import { formatGrain, formatMoment, formatPeriod, formatTime } from './times.ts';

const home = process.env.TZ;

describe.each(['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'])('on a machine in %s', (machine) => {
  beforeAll(() => {
    process.env.TZ = machine;
  });
  afterAll(() => {
    if (home === undefined) delete process.env.TZ;
    else process.env.TZ = home;
  });

  test('an instant is on the clock of Asia/Ho_Chi_Minh', () => {
    expect(formatTime('2026-11-20T14:32:01+07:00', 'time')).toBe('14:32:01');
    expect(formatTime('2026-11-20T18:00:00Z', 'date-time')).toBe('01:00 21/11/2026');
    expect(formatTime(Date.UTC(2026, 10, 20, 7, 32), 'long-date')).toBe('thứ Sáu, 20/11/2026');
  });

  test('a plain date stays the date it is', () => {
    expect(formatTime('2026-11-20', 'date')).toBe('20/11/2026');
    expect(formatTime('2026-11-22', 'weekday')).toBe('Chủ nhật');
  });

  test('old instants go by the offset of their time', () => {
    expect(formatTime('1970-01-01T00:00:00Z', 'minute')).toBe('08:00');
    expect(formatTime('1945-06-01T00:00:00Z', 'minute')).toBe('09:00');
  });

  test('a moment is as short as its distance to now allows', () => {
    const now = '2026-11-20T14:32:07+07:00';
    expect(formatMoment('2026-11-20T14:31:40+07:00', now)).toBe('14:31:40');
    expect(formatMoment('2026-11-20T06:00:00+07:00', now)).toBe('06:00');
    expect(formatMoment('2026-11-19T23:59:00+07:00', now)).toBe('23:59 19/11');
    expect(formatMoment('2026-11-17', now)).toBe('17/11');
    expect(formatMoment('2025-12-31T23:59:00+07:00', now)).toBe('31/12/2025');
  });

  test('the end of a period is not part of it', () => {
    expect(formatPeriod({ from: '2011-07-01T00:00:00+07:00', to: '2011-11-01T00:00:00+07:00' })).toBe('01/07/2011 – 31/10/2011');
    expect(formatPeriod({ from: '2026-11-20', to: '2026-11-21' })).toBe('20/11/2026');
    // A day that is not over before its midnight ends at 24:00; 00:00 of it would be its beginning.
    expect(formatPeriod({ from: '2026-06-25T12:00:00+07:00', to: '2026-11-26T00:00:00+07:00' })).toBe(
      '12:00 25/06/2026 – 24:00 25/11/2026',
    );
    expect(formatPeriod({ from: '2026-11-25T12:00:00+07:00', to: '2026-11-26' })).toBe('12:00–24:00 25/11/2026');
    expect(formatPeriod({ from: '2026-11-20T00:00:00+07:00', to: '2026-11-20T14:32:00+07:00' })).toBe('00:00–14:32 20/11/2026');
    expect(formatPeriod({ from: '2026-11-19T08:00:00+07:00', to: '2026-11-20T14:32:00+07:00' })).toBe(
      '08:00 19/11/2026 – 14:32 20/11/2026',
    );
  });

  test('steps of time are named by their beginning', () => {
    expect(formatGrain('2026-11-20T14:00:00+07:00', 'hour')).toBe('14 giờ');
    expect(formatGrain('2026-11-20', 'day')).toBe('20/11');
    expect(formatGrain('2026-11-16', 'week')).toBe('tuần 47');
    expect(formatGrain('2011-07-01T00:00:00+07:00', 'month', { withYear: true })).toBe('T7/2011');
    expect(formatGrain('2011-07-01T00:00:00+07:00', 'month', { locale: 'en' })).toBe('Jul');
    expect(formatGrain('2026-10-01', 'quarter', { withYear: true })).toBe('Q4/2026');
    expect(formatGrain('2026-01-01', 'year')).toBe('2026');
  });
});

test('weeks are those of ISO 8601, also around the turn of the year', () => {
  expect(formatGrain('2026-12-28', 'week', { withYear: true })).toBe('tuần 53/2026');
  expect(formatGrain('2027-01-04', 'week', { withYear: true })).toBe('tuần 1/2027');
  expect(formatGrain('2024-12-30', 'week', { withYear: true })).toBe('tuần 1/2025');
});

test('what is no date is a dash', () => {
  expect(civilOf('hôm qua')).toBeUndefined();
  expect(formatTime('', 'time')).toBe('–');
  expect(formatMoment('x', 0)).toBe('–');
});
