import { expect, test } from 'vitest';
import { addMonths, instantOf, startOf, stepsBetween, stepsOn, wallOf } from './calendar.ts';

test('the clock of Sài Gòn in its history', () => {
  expect(wallOf(Date.parse('2026-11-20T17:00:00Z'))).toBe('2026-11-21T00:00:00.000');
  expect(wallOf(Date.parse('1945-08-01T00:00:00Z'))).toBe('1945-08-01T09:00:00.000');
  expect(new Date(instantOf('1960-01-01T00:00:00.000')).toISOString()).toBe('1959-12-31T16:00:00.000Z');
  // The first hour of April 1947 was left out.
  expect(new Date(instantOf('1947-04-01T00:00:00.000')).toISOString()).toBe('1947-03-31T17:00:00.000Z');
  // At midnight of 13 June 1975 the hour before began again: the first of the two counts.
  expect(new Date(instantOf('1975-06-12T23:30:00.000')).toISOString()).toBe('1975-06-12T15:30:00.000Z');
});

test('months, weeks and steps', () => {
  expect(addMonths('2026-03-31T10:00:00.000', -1)).toBe('2026-02-28T10:00:00.000');
  expect(addMonths('2026-03-31T10:00:00.000', -1, 'end')).toBe('2026-03-01T00:00:00.000');
  expect(addMonths('2028-02-29T00:00:00.000', -12, 'bound')).toBe('2027-03-01T00:00:00.000');
  expect(startOf('2026-11-22T23:00:00.000', 'week')).toBe('2026-11-16T00:00:00.000');
  expect(startOf('2026-11-22T23:00:00.000', 'quarter')).toBe('2026-10-01T00:00:00.000');
  expect(stepsOn('2025-10-01T00:00:00.000', 'quarter', 5)).toBe('2027-01-01T00:00:00.000');
  expect(stepsBetween('2025-12-29T00:00:00.000', '2024-12-30T00:00:00.000', 'week')).toBe(-52);
});
