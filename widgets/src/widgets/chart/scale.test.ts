import { expect, test } from 'vitest';
import { scaleOf } from './scale.ts';

const bars = { isWhole: true, mayFloat: false };

test('bars start at zero with two or three round lines', () => {
  expect(scaleOf([3, 21, 17], bars).ticks).toEqual([0, 10, 20]);
  expect(scaleOf([1982, 1200], bars).ticks).toEqual([0, 1000, 2000]);
  expect(scaleOf([37], bars).ticks).toEqual([0, 10, 20, 30]);
  for (let highest = 1; highest < 5000; highest += 7) {
    const { ticks, max } = scaleOf([highest], bars);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(5);
    expect(max).toBeGreaterThan(highest);
  }
});

test('counts have whole steps', () => {
  expect(scaleOf([1], bars).ticks).toEqual([0, 1]);
  expect(scaleOf([0, undefined], bars).ticks).toEqual([0, 1]);
});

test('a line of close values starts near them, with round ticks', () => {
  const { min, ticks } = scaleOf([84.2, 87.4, 91], { isWhole: false, mayFloat: true });
  expect(min).toBe(82.5);
  expect(ticks).toEqual([82.5, 85, 87.5, 90]);
});

test('the bars of the same values start at zero', () => {
  expect(scaleOf([84.2, 91], { isWhole: false, mayFloat: false }).min).toBe(0);
});

test('values under zero have room', () => {
  const { min, ticks } = scaleOf([-4, 8], { isWhole: false, mayFloat: false });
  expect(min).toBeLessThanOrEqual(-4);
  expect(ticks).toContain(0);
});
