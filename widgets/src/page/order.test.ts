import { expect, test } from 'vitest';
import { byRank } from './order.ts';

test('entries come by rank in the order of ASCII, equal ranks by id', () => {
  const map = { w_c: { rank: 'a1' }, w_b: { rank: 'a0V' }, w_z: { rank: 'Zz' }, w_a: { rank: 'a1' }, w_d: { rank: 'a0' } };
  expect(byRank(map).map(([id]) => id)).toEqual(['w_z', 'w_d', 'w_b', 'w_a', 'w_c']);
});
