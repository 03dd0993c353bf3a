import { describe, expect, test } from 'vitest';
import { flow, height } from './flow.ts';

const at = (cells: readonly (readonly [w: number, h: number])[], columns = 24, dense = false) =>
  [
    ...flow(
      cells.map(([w, h], index) => ({ id: `${index}`, w, h })),
      columns,
      dense,
    ).values(),
  ].map(({ x, y, w, h }) => [x, y, w, h]);

describe('flow', () => {
  test('fills a row, then begins the next', () => {
    expect(
      at([
        [12, 5],
        [12, 5],
        [8, 4],
      ]),
    ).toEqual([
      [0, 0, 12, 5],
      [12, 0, 12, 5],
      [0, 5, 8, 4],
    ]);
  });

  test('small ones stack beside a high one', () => {
    expect(
      at([
        [12, 10],
        [6, 5],
        [6, 5],
        [6, 5],
        [6, 5],
      ]),
    ).toEqual([
      [0, 0, 12, 10],
      [12, 0, 6, 5],
      [18, 0, 6, 5],
      [12, 5, 6, 5],
      [18, 5, 6, 5],
    ]);
  });

  test('keeps the order unless dense, where small ones fill holes', () => {
    expect(
      at([
        [16, 4],
        [12, 4],
        [8, 4],
      ]),
    ).toEqual([
      [0, 0, 16, 4],
      [0, 4, 12, 4],
      [12, 4, 8, 4],
    ]);
    expect(
      at(
        [
          [16, 4],
          [12, 4],
          [8, 4],
        ],
        24,
        true,
      ),
    ).toEqual([
      [0, 0, 16, 4],
      [0, 4, 12, 4],
      [16, 0, 8, 4],
    ]);
  });

  test('what is wider than the page takes its whole width, and nothing is less than one cell', () => {
    expect(
      at(
        [
          [40, 2],
          [0, 0],
        ],
        4,
      ),
    ).toEqual([
      [0, 0, 4, 2],
      [0, 2, 1, 1],
    ]);
  });

  test('none overlaps another and none stands outside, whatever the sizes', () => {
    let seed = 7;
    const next = (most: number) => {
      seed = (seed * 16807) % 2147483647;
      return 1 + (seed % most);
    };
    for (const dense of [false, true]) {
      const cells = Array.from({ length: 60 }, (_, index) => ({ id: `${index}`, w: next(24), h: next(12) }));
      const places = flow(cells, 24, dense);
      const seen = new Set<string>();
      for (const { x, y, w, h } of places.values()) {
        expect(x + w).toBeLessThanOrEqual(24);
        for (let column = x; column < x + w; column += 1)
          for (let row = y; row < y + h; row += 1) {
            expect(seen.has(`${column},${row}`)).toBe(false);
            seen.add(`${column},${row}`);
          }
      }
      expect(height(places)).toBeGreaterThan(0);
    }
  });
});
