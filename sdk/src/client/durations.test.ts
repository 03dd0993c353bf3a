import { expect, test } from 'vitest';
import { formatAge, formatDuration, formatRemaining } from './durations.ts';

const minute = 60_000;
const hour = 60 * minute;

test('lengths of time are words', () => {
  expect(formatDuration(32_400)).toBe('32 giây');
  expect(formatDuration(40 * minute)).toBe('40 phút');
  expect(formatDuration(65 * minute)).toBe('1 giờ 05');
  expect(formatDuration(8 * hour)).toBe('8 giờ');
  expect(formatDuration(28 * hour)).toBe('1 ngày 4 giờ');
  expect(formatDuration(75 * hour)).toBe('3 ngày');
  expect(formatDuration(24 * hour, 'en')).toBe('1 day');
  expect(formatDuration(75 * hour, 'en')).toBe('3 days');
});

test('a part of the smallest word is dropped, not rounded up', () => {
  expect(formatDuration(minute - 1)).toBe('59 giây');
  expect(formatDuration(hour - 1)).toBe('59 phút');
  expect(formatDuration(24 * hour - 1)).toBe('23 giờ 59');
});

test('a deadline ahead is left, one behind is over', () => {
  expect(formatRemaining(40 * minute, 0)).toBe('còn 40 phút');
  expect(formatRemaining(0, 65 * minute)).toBe('quá 1 giờ 05');
  expect(formatRemaining(0, 65 * minute, 'en')).toBe('1 h 05 overdue');
});

test('an age counts back from now, and never into the future', () => {
  expect(formatAge(0, 32_000)).toBe('32 giây trước');
  expect(formatAge(0, 200)).toBe('vừa xong');
  expect(formatAge(5000, 0)).toBe('vừa xong');
  expect(formatAge(0, 3 * 24 * hour, 'en')).toBe('3 days ago');
});
