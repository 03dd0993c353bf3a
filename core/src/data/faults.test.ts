import { expect, test } from 'vitest';
import { shown } from './faults.ts';

test('a value is shown whole when it is short, cut when it is long, hinted at when it is nested beyond measure', () => {
  expect(shown({ a: [1, 2] })).toEqual({ a: [1, 2] });
  expect(String(shown('x'.repeat(5000)))).toMatch(/^x+…$/);
  const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
  expect(shown(deep)).toBe('[…');
});
