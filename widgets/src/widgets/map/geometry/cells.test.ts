import { describe, expect, test } from 'vitest';
import { counted } from '../../../../../tests/support/counts.ts';
import { anchorOf } from './anchor.ts';
import { cells } from './cells.ts';
import { clipToConvex } from './clip.ts';
import { clipToEach } from './clip-to-each.ts';
import { areaOf, cornersOf, holds, type Point, type Polygon, type Ring, surfaceOf, turned } from './plane.ts';

/** Numbers from 0 to 1 that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** A coast: a ring with capes and bays round a middle. */
function coast(next: () => number, [x, y]: Point, size: number, sign: 1 | -1 = 1): Ring {
  const corners = 12 + Math.floor(next() * 40);
  const ring = Array.from({ length: corners }, (_, index): Point => {
    const angle = (2 * Math.PI * index) / corners;
    const away = size * (0.35 + 0.65 * next());
    return [x + away * Math.cos(angle), y + away * Math.sin(angle)];
  });
  return turned(ring, sign);
}

const scatter = (next: () => number, count: number, size: number): readonly Point[] =>
  Array.from({ length: count }, () => [(next() - 0.5) * 2 * size, (next() - 0.5) * 2 * size]);

const square: Polygon = [
  [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
  ],
];

describe('cells', () => {
  test('cover the land without overlap, islands and lakes too', () => {
    const runs = counted('coasts cut into cells', { usual: 60, full: 2000 });
    for (let seed = 1; seed <= runs; seed += 1) {
      const next = numbers(seed);
      const land: Polygon[] = [[coast(next, [0, 0], 100), coast(next, [0, 0], 20, -1)], [coast(next, [260, 40], 30)]];
      const points = scatter(next, 2 + Math.floor(next() * 30), 160);
      const found = cells(points, land);
      const sum = found.reduce((all, cell) => all + surfaceOf(cell), 0);
      expect(sum / surfaceOf(land), `seed ${seed}`).toBeCloseTo(1, 6);
      for (const cell of found)
        for (const [outer, ...holes] of cell)
          expect([outer && areaOf(outer) > 0, holes.every((hole) => areaOf(hole) < 0)]).toEqual([true, true]);
    }
  });

  test('each holds its point and no other, where the land does', () => {
    const next = numbers(7);
    const land: Polygon[] = [[coast(next, [0, 0], 100)]];
    const points = scatter(next, 40, 90).filter((point) => holds(land, point));
    const found = cells(points, land);
    expect(points.length).toBeGreaterThan(8);
    for (const [index, cell] of found.entries())
      expect(points.map((point) => holds(cell, point))).toEqual(points.map((_, other) => other === index));
  });

  test('cut out of the land all together are the same as one by one', () => {
    const next = numbers(11);
    const land: Polygon[] = [[coast(next, [0, 0], 100), coast(next, [0, 0], 20, -1)], [coast(next, [90, 80], 30)]];
    const rings = Array.from({ length: 100 }, (_, index): Ring => {
      const [left, top] = [(index % 10) * 24 - 120, Math.floor(index / 10) * 24 - 120];
      return cornersOf({ left, top, right: left + 24, bottom: top + 24 });
    });
    const found = clipToEach(land, [...rings, []]);
    expect(found.filter((cell) => cell.length > 0).length).toBeGreaterThan(40);
    for (const [index, ring] of rings.entries()) expect(surfaceOf(found[index] ?? [])).toBeCloseTo(surfaceOf(clipToConvex(land, ring)), 6);
    expect(found.at(-1)).toEqual([]);
  });

  test('a bay between two capes cuts a cell in two, no edge runs over the water', () => {
    const comb: Polygon[] = [
      [
        [
          [0, 0],
          [10, 0],
          [10, 10],
          [6, 10],
          [6, 2],
          [4, 2],
          [4, 10],
          [0, 10],
        ],
      ],
    ];
    const upper = clipToConvex(comb, [
      [-1, 5],
      [11, 5],
      [11, 12],
      [-1, 12],
    ]);
    expect(upper).toHaveLength(2);
    expect(upper.map((polygon) => surfaceOf([polygon]))).toEqual([20, 20]);
  });

  test('a lake on the border of two cells is in neither', () => {
    const lake: Polygon[] = [
      [
        ...square,
        [
          [4, 4],
          [4, 6],
          [6, 6],
          [6, 4],
        ],
      ],
    ];
    const found = cells(
      [
        [2, 5],
        [8, 5],
      ],
      lake,
    );
    expect(found.map(surfaceOf)).toEqual([48, 48]);
    expect(found.some((cell) => holds(cell, [5, 5]))).toBe(false);
  });

  test('a cut along an edge or through corners leaves nothing and loses nothing', () => {
    const half = (ring: Ring) => surfaceOf(clipToConvex([square], ring));
    expect(
      half([
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
      ]),
    ).toBe(100);
    expect(
      half([
        [10, 0],
        [20, 0],
        [20, 10],
        [10, 10],
      ]),
    ).toBe(0);
    expect(
      half([
        [0, 0],
        [10, 10],
        [0, 10],
      ]),
    ).toBe(50);
    expect(
      half([
        [5, 5],
        [5, 5],
        [15, 5],
        [15, 15],
        [5, 15],
      ]),
    ).toBe(25);
  });

  test('units at one place share its part', () => {
    const found = cells(
      [
        [2, 5],
        [8, 5],
        [8, 5],
        [8, 5],
      ],
      [square],
    );
    expect(found.reduce((sum, cell) => sum + surfaceOf(cell), 0)).toBeCloseTo(100, 6);
    for (const cell of found) expect(surfaceOf(cell)).toBeGreaterThan(1);
  });

  test('without land, one unit alone and units in a row have a round part each', () => {
    const [alone] = cells([[1000, 2000]], undefined);
    expect(alone && surfaceOf(alone)).toBeGreaterThan(0);
    expect(alone && holds(alone, [1000, 2000])).toBe(true);
    const row: readonly Point[] = [0, 1, 2, 3, 4].map((index) => [index * 100, 50]);
    for (const [index, cell] of cells(row, undefined).entries()) expect(holds(cell, row[index] ?? [0, 0])).toBe(true);
    expect(cells([], undefined)).toEqual([]);
  });

  test('a unit whose point lies out at sea has the land nearest to it, maybe none', () => {
    const found = cells(
      [
        [5, 5],
        [100, 5],
      ],
      [square],
    );
    expect(found.map(surfaceOf)).toEqual([100, 0]);
  });
});

test('a name stands inside of its area, in its widest part', () => {
  const boot: Polygon = [
    [
      [0, 0],
      [3, 0],
      [3, 8],
      [20, 8],
      [20, 14],
      [0, 14],
    ],
  ];
  const [x = 0, y = 0] = anchorOf([boot]) ?? [];
  expect(holds([boot], [x, y])).toBe(true);
  expect(y).toBeGreaterThan(9);
  expect(x).toBeGreaterThan(4);
});
