import type { Comparison, Time } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { formatInstant, parseInstant } from '../zone.ts';
import { comparedPeriod, resolveTime, toInstants } from './period.ts';

const short = (ms: number) => formatInstant(ms).replace('T00:00:00+07:00', '').replace(':00+07:00', '');
const show = (period: { from: number; to: number }) => `${short(period.from)} → ${short(period.to)}`;
const at = (text: string) => parseInstant(`${text}+07:00`) ?? Number.NaN;
const period = (time: Time, now: string) => show(toInstants(resolveTime(time, at(now))));
const said = (words: string, now: string) => period({ said: words }, now);
const compared = (time: Time, comparison: Comparison, now: string) =>
  show(toInstants(comparedPeriod(resolveTime(time, at(now)), comparison, at(now))));

// A Saturday.
const now = '2026-11-21T14:32:07';

test('presets on an ordinary day', () => {
  expect(period('today', now)).toBe('2026-11-21 → 2026-11-22');
  expect(period('week', now)).toBe('2026-11-16 → 2026-11-23');
  expect(period('month', now)).toBe('2026-11-01 → 2026-12-01');
  expect(period('quarter', now)).toBe('2026-10-01 → 2027-01-01');
  expect(period('half-year', now)).toBe('2026-07-01 → 2026-11-22');
  expect(period('nine-months', now)).toBe('2026-01-01 → 2026-10-01');
  expect(period('year-to-date', now)).toBe('2026-01-01 → 2026-11-22');
  expect(period('year', now)).toBe('2026-01-01 → 2027-01-01');
  expect(period('term', now)).toBe('2026-03-15 → 2031-03-15');
});

test('presets in the last second of a year, whatever zone the machine is in', () => {
  const end = '2025-12-31T23:59:59';
  expect(period('today', end)).toBe('2025-12-31 → 2026-01-01');
  expect(period('week', end)).toBe('2025-12-29 → 2026-01-05');
  expect(period('quarter', end)).toBe('2025-10-01 → 2026-01-01');
  expect(period('half-year', end)).toBe('2025-07-01 → 2026-01-01');
  expect(period('nine-months', end)).toBe('2025-01-01 → 2025-10-01');
  expect(period('year-to-date', end)).toBe('2025-01-01 → 2026-01-01');
  expect(period('term', end)).toBe('2021-05-23 → 2026-03-15');
  expect(period('today', '2026-01-01T00:00:00')).toBe('2026-01-01 → 2026-01-02');
  expect(period('week', '2026-11-15T23:59:59')).toBe('2026-11-09 → 2026-11-16');
});

test('nine months and half-years before they are over end with today', () => {
  expect(period('nine-months', '2026-05-10T08:00:00')).toBe('2026-01-01 → 2026-05-11');
  expect(period('half-year', '2026-05-10T08:00:00')).toBe('2026-01-01 → 2026-05-11');
});

test('the last so long ends with this minute', () => {
  expect(period({ last: 'PT24H' }, now)).toBe('2026-11-20T14:33 → 2026-11-21T14:33');
  expect(period({ last: 'P1M' }, '2026-03-31T10:00:30')).toBe('2026-02-28T10:01 → 2026-03-31T10:01');
});

test('bounds may be days or instants', () => {
  expect(period({ from: '2011-07-01', to: '2011-11-01' }, now)).toBe('2011-07-01 → 2011-11-01');
  expect(period({ from: '2011-07-01T12:00:00Z', to: '2011-07-02T08:30' }, now)).toBe('2011-07-01T19:00 → 2011-07-02T08:30');
});

test('what is not a period is refused with its place', () => {
  const refused = (time: Time) => {
    try {
      resolveTime(time, at(now));
    } catch (error) {
      return (error as { details: { path: string } }).details.path;
    }
    return 'accepted';
  };
  expect(refused({ last: 'P' })).toBe('time.last');
  expect(refused({ last: 'P0D' })).toBe('time.last');
  expect(refused({ last: 'PT' })).toBe('time.last');
  expect(refused({ from: '2026-02-30', to: '2026-03-01' })).toBe('time.from');
  expect(refused({ from: '2026-03-01', to: '2026-03-01' })).toBe('time.to');
  for (const words of ['tháng 13', '31/2', '30/2/2024', 'tuần 54/2026', 'q5', 'hôm', '', '0 ngày qua', '15/11/2026-1/10/2026'])
    expect(refused({ said: words }), words).toBe('time.said');
});

test('a running calendar period is compared as far as it has gone', () => {
  expect(compared('today', 'previous', now)).toBe('2026-11-20 → 2026-11-20T14:33');
  expect(compared('week', 'previous', now)).toBe('2026-11-09 → 2026-11-14T14:33');
  expect(compared('month', 'previous', now)).toBe('2026-10-01 → 2026-10-21T14:33');
  expect(compared('quarter', 'previous', now)).toBe('2026-07-01 → 2026-08-21T14:33');
  expect(compared('half-year', 'previous', now)).toBe('2026-01-01 → 2026-05-21T14:33');
  expect(compared('nine-months', 'previous', now)).toBe('2025-01-01 → 2025-10-01');
  expect(compared('year-to-date', 'previous', now)).toBe('2025-01-01 → 2025-11-21T14:33');
  expect(compared('year', 'previous', now)).toBe('2025-01-01 → 2025-11-21T14:33');
  expect(compared('term', 'previous', now)).toBe('2021-05-23 → 2022-01-29T14:33');
  expect(compared('month', 'same-period-last-year', now)).toBe('2025-11-01 → 2025-11-21T14:33');
  expect(compared('week', 'same-period-last-year', now)).toBe('2025-11-17 → 2025-11-22T14:33');
});

test('what is over is compared whole', () => {
  expect(compared({ said: 'tháng trước' }, 'previous', now)).toBe('2026-09-01 → 2026-10-01');
  expect(compared({ said: 'q3/2025' }, 'previous', now)).toBe('2025-04-01 → 2025-07-01');
  expect(compared({ said: 'q3/2025' }, 'same-period-last-year', now)).toBe('2024-07-01 → 2024-10-01');
  expect(compared({ said: '2/2025' }, 'same-period-last-year', now)).toBe('2024-02-01 → 2024-03-01');
  expect(compared({ from: '2011-07-01', to: '2011-07-11' }, 'previous', now)).toBe('2011-06-21 → 2011-07-01');
  expect(compared({ from: '2026-11-01', to: '2026-12-01' }, 'previous', now)).toBe('2026-10-02 → 2026-11-01');
  expect(compared({ from: '2026-11-01', to: '2026-12-01' }, 'same-period-last-year', now)).toBe('2025-11-01 → 2025-12-01');
  expect(compared({ last: 'PT6H' }, 'previous', now)).toBe('2026-11-21T02:33 → 2026-11-21T08:33');
});

test('a month that is longer than the one before is compared with the whole of that', () => {
  expect(compared('month', 'previous', '2026-03-28T10:00:00')).toBe('2026-02-01 → 2026-02-28T10:01');
  expect(compared('month', 'previous', '2026-03-29T10:00:00')).toBe('2026-02-01 → 2026-03-01');
  expect(compared('month', 'previous', '2026-03-31T23:59:59')).toBe('2026-02-01 → 2026-03-01');
  expect(compared('month', 'previous', '2026-02-28T23:59:59')).toBe('2026-01-01 → 2026-02-01');
});

test('29 February becomes the 28th', () => {
  const leap = '2028-02-29T10:00:00';
  expect(compared('today', 'same-period-last-year', leap)).toBe('2027-02-28 → 2027-02-28T10:01');
  expect(compared('month', 'same-period-last-year', leap)).toBe('2027-02-01 → 2027-03-01');
  expect(compared({ from: '2028-02-29', to: '2028-03-01' }, 'same-period-last-year', leap)).toBe('2027-02-28 → 2027-03-01');
  expect(compared({ from: '2028-02-29T10:00', to: '2028-02-29T12:00' }, 'same-period-last-year', leap)).toBe(
    '2027-02-28T10:00 → 2027-02-28T12:00',
  );
  expect(compared('month', 'same-period-last-year', '2029-02-28T23:50:00')).toBe('2028-02-01 → 2028-02-28T23:51');
});

test('words, with and without diacritics', () => {
  expect(said('Tuần trước', now)).toBe('2026-11-09 → 2026-11-16');
  expect(said('tuan truoc', '2025-12-31T23:59:59')).toBe('2025-12-22 → 2025-12-29');
  expect(said('Quý III', now)).toBe('2026-07-01 → 2026-10-01');
  expect(said('quý iv', '2026-05-01T00:00:00')).toBe('2025-10-01 → 2026-01-01');
  expect(said('q3/2025', now)).toBe('2025-07-01 → 2025-10-01');
  expect(said('quý 3 năm 2025', now)).toBe('2025-07-01 → 2025-10-01');
  expect(said('9 tháng', '2025-12-31T23:59:59')).toBe('2025-01-01 → 2025-10-01');
  expect(said('9t', now)).toBe('2026-01-01 → 2026-10-01');
  expect(said('9t/2024', now)).toBe('2024-01-01 → 2024-10-01');
  expect(said('6 tháng đầu năm 2026', '2026-03-02T09:00:00')).toBe('2026-01-01 → 2026-03-03');
  expect(said('6 tháng cuối năm', now)).toBe('2026-07-01 → 2027-01-01');
  expect(said('luỹ kế', now)).toBe('2026-01-01 → 2026-11-22');
  expect(said('20/11', now)).toBe('2026-11-20 → 2026-11-21');
  expect(said('20/11', '2026-01-05T00:00:00')).toBe('2025-11-20 → 2025-11-21');
  expect(said('29/2', now)).toBe('2024-02-29 → 2024-03-01');
  expect(said('ngày 20/11/2024', now)).toBe('2024-11-20 → 2024-11-21');
  expect(said('tháng 11', now)).toBe('2026-11-01 → 2026-12-01');
  expect(said('T12/2025', now)).toBe('2025-12-01 → 2026-01-01');
  expect(said('11/2025', now)).toBe('2025-11-01 → 2025-12-01');
  expect(said('2024', now)).toBe('2024-01-01 → 2025-01-01');
  expect(said('năm ngoái', now)).toBe('2025-01-01 → 2026-01-01');
  expect(said('hôm qua', now)).toBe('2026-11-20 → 2026-11-21');
  expect(said('tuần 1/2026', now)).toBe('2025-12-29 → 2026-01-05');
  expect(said('7 ngày qua', now)).toBe('2026-11-15 → 2026-11-22');
  expect(said('từ 1/11 đến 15/11', now)).toBe('2026-11-01 → 2026-11-16');
  expect(said('20/12 - 10/1/2026', now)).toBe('2025-12-20 → 2026-01-11');
});

test('"9t" of a running year is compared with the same months of the year before', () => {
  expect(compared({ said: '9t' }, 'previous', '2026-05-10T08:00:00')).toBe('2025-01-01 → 2025-05-10T08:01');
  expect(compared({ said: '6t/2024' }, 'previous', now)).toBe('2023-07-01 → 2024-01-01');
});
