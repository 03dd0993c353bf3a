import { expect, test } from 'vitest';
import { stepOf, stepsFor } from './steps.ts';

test('rates have round steps of equal width', () => {
  const steps = stepsFor([93.5, 91.2, 88.4, 84.1, 79.6, 72.8]);
  expect(steps.limits).toEqual([75, 80, 85, 90]);
  expect([72.8, 79.6, 84.1, 88.4, 91.2, 75].map((value) => stepOf(value, steps))).toEqual([1, 2, 3, 4, 5, 2]);
});

test('the bounds may be given', () => {
  const steps = stepsFor([1, 2, 3], [10, 5]);
  expect(steps.limits).toEqual([5, 10]);
  expect([4, 5, 10].map((value) => stepOf(value, steps))).toEqual([1, 3, 5]);
});

test('few different counts have as many steps', () => {
  expect(stepsFor([1, 2, 3]).limits).toEqual([2, 3]);
  expect(stepsFor([4, 4, 4])).toEqual({ limits: [], colours: [3] });
  expect(stepsFor([])).toEqual({ limits: [], colours: [3] });
});

test('where one unit outweighs all others, each step holds about as many', () => {
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 4000];
  const steps = stepsFor(values);
  const counts = [1, 2, 3, 4, 5].map((step) => values.filter((value) => stepOf(value, steps) === step).length);
  expect(Math.max(...counts)).toBeLessThanOrEqual(4);
  expect(steps.limits.every((limit, index) => index === 0 || limit > (steps.limits[index - 1] ?? 0))).toBe(true);
});

test('values below zero and fractions have steps too', () => {
  const steps = stepsFor([-3.2, -1, 0.4, 2.1]);
  expect(steps.limits).toEqual([-2, 0, 2]);
  expect(stepsFor([0.011, 0.012, 0.018]).limits.length).toBeGreaterThan(1);
});
