import { expect, test } from 'vitest';
import { clusters } from './clusters.ts';
import type { Point } from './plane.ts';

test('each point is in one group, and a group stands together', () => {
  const points = Array.from({ length: 3000 }, (_, index): Point => [((index * 7919) % 991) * 0.7, ((index * 104_729) % 641) * 0.7]);
  const groups = clusters(points, 12, 3);
  expect(groups.flatMap(({ members }) => members).toSorted((a, b) => a - b)).toEqual(points.map((_, index) => index));
  for (const { members } of groups) {
    const [first = 0] = members;
    for (const member of members) {
      const [[x, y] = [0, 0], [ox, oy] = [0, 0]] = [points[first], points[member]];
      expect(Math.hypot(x - ox, y - oy)).toBeLessThanOrEqual(24);
    }
  }
});

test('fewer than the least stay alone', () => {
  const near: readonly Point[] = [
    [0, 0],
    [1, 0],
    [50, 50],
  ];
  expect(clusters(near, 5, 3).map(({ members }) => members.length)).toEqual([1, 1, 1]);
  expect(clusters(near, 5, 2).map(({ members }) => members.length)).toEqual([2, 1]);
});
