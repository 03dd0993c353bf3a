import { expect, test } from 'vitest';
import { outerEdges } from './outer-edges.ts';
import type { Polygon } from './plane.ts';

const box = (left: number): Polygon => [
  [
    [left, 0],
    [left + 10, 0],
    [left + 10, 10],
    [left, 10],
  ],
];

const length = (lines: ReturnType<typeof outerEdges>) =>
  lines.reduce(
    (sum, line) =>
      sum + line.slice(1).reduce((part, [x, y], index) => part + Math.hypot(x - (line[index]?.[0] ?? 0), y - (line[index]?.[1] ?? 0)), 0),
    0,
  );

test('neighbours have one rim, without the border between them', () => {
  const rim = outerEdges([box(0), box(10)]);
  expect(rim).toHaveLength(1);
  expect(length(rim)).toBe(60);
  expect(rim[0]?.at(-1)).toEqual(rim[0]?.[0]);
});

test('islands have one each', () => {
  const rim = outerEdges([box(0), box(30)]);
  expect(rim).toHaveLength(2);
  expect(length(rim)).toBe(80);
});
