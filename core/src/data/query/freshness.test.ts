import type { Expectation } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { formatInstant, parseInstant } from '../zone.ts';
import { freshnessOf } from './freshness.ts';

const at = (text: string) => parseInstant(`${text}+07:00`) ?? Number.NaN;
const state = (expects: Expectation | undefined, newest: string | undefined, now: string) => {
  const { freshness, dueAt, changesAt } = freshnessOf(expects, newest === undefined ? undefined : at(newest), at(now));
  const show = (ms: number | undefined) => (ms === undefined ? '-' : formatInstant(ms).replace(/:00\+07:00$/, ''));
  return `${freshness}, due ${show(dueAt)}, changes ${show(changesAt)}`;
};

test('without a promise or without rows nothing is known', () => {
  expect(state(undefined, '2026-11-21T08:00', '2026-11-21T09:00')).toBe('unknown, due -, changes -');
  expect(state({ every: 'P1D' }, undefined, '2026-11-21T09:00')).toBe('unknown, due -, changes -');
});

test('a daily delivery by the clock is due the day after the newest one, late after its grace', () => {
  const daily: Expectation = { every: 'P1D', by: '17:00' };
  expect(state(daily, '2026-11-20T09:30', '2026-11-21T16:59')).toBe('on-time, due 2026-11-21T17:00, changes 2026-11-21T17:00');
  expect(state(daily, '2026-11-20T09:30', '2026-11-21T17:00')).toBe('due, due 2026-11-21T17:00, changes 2026-11-21T23:00');
  expect(state(daily, '2026-11-20T09:30', '2026-11-21T23:00')).toBe('late, due 2026-11-21T17:00, changes -');
  expect(state(daily, '2026-11-21T00:00', '2026-11-21T23:00')).toBe('on-time, due 2026-11-22T17:00, changes 2026-11-22T17:00');
});

test('figures of a day that come the morning after, with their own grace', () => {
  const morning: Expectation = { every: 'P1D', by: '08:00', after: 'P1D', grace: 'PT2H' };
  expect(state(morning, '2026-11-20T00:00', '2026-11-22T09:00')).toBe('due, due 2026-11-22T08:00, changes 2026-11-22T10:00');
});

test('the price index of a month is due on day 3 of the next, or the working day after', () => {
  const cpi: Expectation = { every: 'P1M', by: '09:00', after: 'P3D' };
  expect(state(cpi, '2026-09-01T00:00', '2026-11-01T00:00')).toBe('on-time, due 2026-11-03T09:00, changes 2026-11-03T09:00');
  expect(state({ ...cpi, workdays: true }, '2026-08-31T00:00', '2026-10-01T00:00')).toBe(
    'on-time, due 2026-10-05T09:00, changes 2026-10-05T09:00',
  );
});

test('weeks start on Monday, quarters with their months', () => {
  expect(state({ every: 'P7D', by: '12:00' }, '2026-11-18T10:00', '2026-11-21T00:00')).toBe(
    'on-time, due 2026-11-29T12:00, changes 2026-11-29T12:00',
  );
  expect(state({ every: 'P3M', by: '12:00', after: 'P10D' }, '2026-05-18T10:00', '2026-11-21T00:00')).toBe(
    'late, due 2026-10-10T12:00, changes -',
  );
});

test('without a clock time it is due so long after the newest', () => {
  expect(state({ every: 'PT5M' }, '2026-11-21T10:00', '2026-11-21T10:04')).toBe('live, due 2026-11-21T10:05, changes 2026-11-21T10:05');
  expect(state({ every: 'PT5M' }, '2026-11-21T10:00', '2026-11-21T10:05')).toBe(
    'due, due 2026-11-21T10:05, changes 2026-11-21T10:06:15+07:00',
  );
  expect(state({ every: 'P1M' }, '2026-01-31T10:00', '2026-02-10T10:00')).toBe('on-time, due 2026-02-28T10:00, changes 2026-02-28T10:00');
});
