import { expect, test } from 'vitest';
import { hexagons } from './hexagons.ts';
import { boxOf, type Point, type Ring, surfaceOf } from './plane.ts';

const middleOf = (ring: Ring): Point => {
  const box = boxOf(ring);
  return box ? [(box.left + box.right) / 2, (box.top + box.bottom) / 2] : [0, 0];
};

const outers = (points: readonly Point[]): readonly Ring[] => hexagons(points).flatMap((one) => one.map(([outer]) => outer ?? []));

function check(points: readonly Point[]): void {
  const rings = outers(points);
  expect(rings).toHaveLength(points.length);
  const surfaces = hexagons(points).map(surfaceOf);
  for (const surface of surfaces) expect(surface / (surfaces[0] ?? 1)).toBeCloseTo(1, 9);
  // Equal hexagons of one honeycomb do not overlap when their middles are at least two inner radii apart.
  const inner = Math.sqrt((surfaces[0] ?? 0) / (2 * Math.sqrt(3)));
  const middles = rings.map(middleOf);
  for (const [a, [x, y]] of middles.entries())
    for (const [ox, oy] of middles.slice(a + 1)) expect(Math.hypot(ox - x, oy - y)).toBeGreaterThan(2 * inner * (1 - 1e-9));
}

test('each unit has one, all equal, none over another', () => {
  const points = Array.from({ length: 200 }, (_, index): Point => [((index * 7919) % 1000) + 5, ((index * 104_729) % 700) + 3]);
  check(points);
});

test('units at one place and far apart have one each', () => {
  check([
    [10, 10],
    [10, 10],
    [10, 10],
    [10, 10],
    [5000, 4000],
  ]);
  check([[7, 7]]);
  check(Array.from({ length: 60 }, (): Point => [100, 100]));
});

test('they keep the order of the places', () => {
  const points: readonly Point[] = [
    [0, 0],
    [1000, 0],
    [0, 1000],
    [1000, 1000],
  ];
  const [a = [0, 0], b = [0, 0], c = [0, 0]] = outers(points).map(middleOf);
  expect(b[0]).toBeGreaterThan(a[0]);
  expect(c[1]).toBeGreaterThan(a[1]);
});
