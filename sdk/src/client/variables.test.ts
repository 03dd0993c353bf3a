import { expect, test } from 'vitest';
import type { Variable } from '../page.ts';
import { varScalars } from './variables.ts';

const rank = 'a0';
const declared: { readonly [name: string]: Variable } = {
  ward: { kind: 'dimension', of: 'unit', many: true, default: 'mine', rank },
  category: { kind: 'dimension', of: 'field-reports/category', default: ['waste'], rank },
  basis: { kind: 'choice', choices: { current: { vi: 'Hiện hành' }, 'as-reported': { vi: 'Tại thời điểm' } }, default: 'current', rank },
  days: { kind: 'number', min: 1, max: 30, default: 7, rank },
  words: { kind: 'text', maxLength: 5, rank },
};

test('what is not chosen is the default', () => {
  expect(varScalars({ declared, chosen: {} })).toEqual({ ward: [], category: ['waste'], basis: ['current'], days: [7], words: [] });
});

test('what is chosen counts as far as it fits the variable', () => {
  const chosen = { ward: ['a', 'b'], category: ['roads', 'light'], basis: ['as-reported'], days: ['99'], words: ['cống vỡ'] };
  expect(varScalars({ declared, chosen })).toEqual({
    ward: ['a', 'b'],
    category: ['roads'],
    basis: ['as-reported'],
    days: [30],
    words: ['cống '],
  });
});

test('nonsense in an address changes nothing', () => {
  expect(varScalars({ declared, chosen: { basis: ['x'], days: ['many'], other: ['1'] } })).toEqual(varScalars({ declared, chosen: {} }));
});

test('a default can be cleared', () => {
  expect(varScalars({ declared, chosen: { category: [] } }).category).toEqual([]);
});
