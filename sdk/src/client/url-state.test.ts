import { expect, test } from 'vitest';
import type { Time } from '../query.ts';
import { timePresets } from '../query.ts';
import { type ChosenView, formatView, parseTime, parseView } from './url-state.ts';

test('an address reads like the view it is', () => {
  const view: ChosenView = {
    time: { from: '2011-07-01', to: '2011-11-01' },
    vars: { ward: ['22918@2025-07-01', 'b'], basis: ['current'] },
  };
  expect(formatView(view)).toBe('?time=2011-07-01/2011-11-01&v.basis=current&v.ward=22918@2025-07-01,b');
  expect(parseView(formatView(view))).toEqual(view);
});

test.each<Time>([
  ...timePresets,
  { last: 'P30D' },
  { last: 'PT12H' },
  { said: 'q3/2025' },
  { from: '2026-11-20T00:00:00+07:00', to: '2026-11-20T14:32:00+07:00' },
])('the period %o survives the address', (time) => {
  expect(parseView(formatView({ time, vars: {} }))).toEqual({ time, vars: {} });
});

test('values keep commas, signs and letters of any kind', () => {
  const vars = { q: ['rác, nước & điện', 'a=b', '100%', 'Phường Mũi Né + x#?'] };
  expect(parseView(formatView({ vars })).vars).toEqual(vars);
});

test('an unset variable is not in the address', () => {
  expect(formatView({ vars: { ward: [] } })).toBe('');
});

test.each([
  '2011-02-31/2011-11-01',
  '2011-11-01/2011-07-01',
  '2011-07-01/2011-07-01',
  'yesterday',
  'P',
  'PT',
  '2011-07-01',
  '/',
  '',
  'said:',
  '2011-07-01T25:00Z/2011-11-01',
])('%s is no period', (text) => {
  expect(parseTime(text)).toBeUndefined();
});

test('what is not part of a view is passed over', () => {
  expect(parseView('?x=1&v.=a&v.9=b&v.ward=%E0%A4%A&time=soon')).toEqual({ vars: { ward: ['%E0%A4%A'] } });
  expect(parseView('')).toEqual({ vars: {} });
});
