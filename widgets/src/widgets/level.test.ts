import { expect, test } from 'vitest';
import { levelOf, targetOf } from './level.ts';

const rate = { green: '>=90', amber: '>=75' };

test('green, amber and red are tried in this order and red is what remains', () => {
  expect([90, 89.9, 75, 74.9].map((value) => levelOf(value, rate))).toEqual(['green', 'amber', 'amber', 'red']);
});

test('less is better when the thresholds say so', () => {
  expect([24, 40, 41].map((value) => levelOf(value, { green: '<=24', amber: '<=40' }))).toEqual(['green', 'amber', 'red']);
});

test('a range holds at both of its ends', () => {
  expect([70, 95, 95.1].map((value) => levelOf(value, { green: '70-95', amber: '60-70' }))).toEqual(['green', 'green', 'red']);
});

test('nothing remains for red when red is given and does not hold', () => {
  expect(levelOf(5, { green: '>=10', red: '<3' })).toBeUndefined();
});

test('a share of the plan needs the plan', () => {
  expect(levelOf(85, { green: '>=0.9*plan' }, { plan: 100 })).toBe('red');
  expect(levelOf(90, { green: '>=0.9*plan' }, { plan: 100 })).toBe('green');
  expect(levelOf(90, { green: '>=0.9*plan' })).toBeUndefined();
});

test('a statistic that the result does not hold gives no level', () => {
  expect(levelOf(90, { green: '>mean_5y+2sd' })).toBeUndefined();
});

test('the target is where green begins', () => {
  expect(targetOf(rate)).toBe(90);
  expect(targetOf({ green: '<=24' })).toBe(24);
  expect(targetOf({ green: '>=0.9*plan' }, { plan: 200 })).toBe(180);
  expect(targetOf({ green: '70-95' })).toBeUndefined();
  expect(targetOf(undefined)).toBeUndefined();
});
