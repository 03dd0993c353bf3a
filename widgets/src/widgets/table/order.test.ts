import { expect, test } from 'vitest';
import { field, ready } from '../testing.ts';
import { orderOf, pressed, sortingOf } from './order.ts';

const status = field('status', { type: 'string', values: { z: { vi: 'Đã chuyển' }, a: { vi: 'Ưu tiên' }, m: { vi: 'Dừng' } } });
const { result } = ready(
  [field('n'), status, field('title', { type: 'string' })],
  [
    [3, 'z', 'Ngã ba'],
    [null, 'a', 'Đèn'],
    [1, 'm', 'Dốc'],
    [2, null, 'Ăn'],
  ],
);
const sorted = (at: number, isDescending = false) => {
  const column = result?.fields[at];
  return result && column ? orderOf(result, { at, field: column }, isDescending, 'vi') : [];
};

test('numbers go by size and a missing one stands last either way', () => {
  expect(sorted(0)).toEqual([2, 3, 0, 1]);
  expect(sorted(0, true)).toEqual([0, 3, 2, 1]);
});

test('codes go by the names that people see', () => {
  expect(sorted(1)).toEqual([2, 0, 1, 3]);
});

test('names go by the Vietnamese alphabet', () => {
  expect(sorted(2)).toEqual([3, 2, 1, 0]);
});

test('100,000 names are sorted while the reader waits', () => {
  const rows = Array.from({ length: 100_000 }, (_, index) => [`Phản ánh số ${(index * 7919) % 100_000}, đường Trần Hưng Đạo`]);
  const big = ready([field('title', { type: 'string' })], rows).result;
  const [title] = big?.fields ?? [];
  const start = performance.now();
  expect(big && title ? orderOf(big, { at: 0, field: title }, false, 'vi') : []).toHaveLength(100_000);
  expect(performance.now() - start).toBeLessThan(4000);
});

test('a header goes through ascending, descending and as it came', () => {
  const first = pressed(undefined, 'n');
  const second = pressed(first, 'n');
  expect([first?.isDescending, second?.isDescending, pressed(second, 'n')]).toEqual([false, true, undefined]);
  expect(pressed(second, 'title')).toEqual({ field: 'title', isDescending: false });
  expect(sortingOf('-n')).toEqual(second);
  expect(sortingOf(undefined)).toBeUndefined();
});
