import type { GeoArea, GeoPosition } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { simplify } from './simplify.ts';

const metre = 1 / 111_195;
/** A border from south to north that wavers by so many metres, 200 positions of 5 m. */
const border = (metres: number): GeoPosition[] =>
  Array.from({ length: 201 }, (_, index) => [
    108 + (index % 200 === 0 ? 0 : Math.sin(index * 1.7) * metres * metre),
    11 + index * 5 * metre,
  ]);
const closed = (...positions: readonly GeoPosition[]): GeoArea => ({
  type: 'Polygon',
  coordinates: [[...positions, positions[0] ?? [0, 0]]],
});
const ringOf = (area: GeoArea | undefined): readonly GeoPosition[] => (area?.type === 'Polygon' ? (area.coordinates[0] ?? []) : []);
const names = (positions: readonly GeoPosition[]) => positions.map(String);

function neighbours(line: readonly GeoPosition[]) {
  const [south, north] = [line[0]?.[1] ?? 0, line.at(-1)?.[1] ?? 0];
  const west = closed(...line, [107.9, north], [107.9, south]);
  const east = closed([108.1, south], [108.1, north], ...[...line].reverse());
  const found = simplify(
    new Map([
      ['west', west],
      ['east', east],
    ]),
  );
  return { west: ringOf(found.get('west')), east: ringOf(found.get('east')) };
}

test('what a screen does not show goes, and neighbours keep one line between them', () => {
  const { west, east } = neighbours(border(4));
  expect(west.length).toBe(5);
  expect(east.length).toBe(5);
});

test('what it shows stays, the same for both neighbours', () => {
  const line = border(40);
  const { west, east } = neighbours(line);
  const inner = names(line).filter((name) => names(west).includes(name));
  expect(inner.length).toBeGreaterThan(100);
  expect(names(line).filter((name) => names(east).includes(name))).toEqual(inner);
});

test('no line is off by more than ten metres', () => {
  const line = border(12);
  const kept = neighbours(line).west.filter((position) => names(line).includes(String(position)));
  for (const [x, y] of line) {
    const next = kept.findIndex(([, north]) => north >= y);
    const [ax, ay] = kept[Math.max(0, next - 1)] ?? [x, y];
    const [bx, by] = kept[next] ?? [x, y];
    const at = by === ay ? ax : ax + ((bx - ax) * (y - ay)) / (by - ay);
    expect(Math.abs(x - at) / metre).toBeLessThan(14);
  }
});

test('the smallest island keeps a ring, wherever it starts', () => {
  const reef: readonly GeoPosition[] = [
    [112, 16],
    [112 + 3 * metre, 16],
    [112 + 3 * metre, 16 + 3 * metre],
    [112, 16 + 3 * metre],
  ];
  expect(ringOf(simplify(new Map([['reef', closed(...reef)]])).get('reef'))).toHaveLength(5);
  const coast: readonly GeoPosition[] = Array.from({ length: 360 }, (_, degree) => [
    112 + 0.01 * Math.cos((degree * Math.PI) / 180),
    16 + 0.01 * Math.sin((degree * Math.PI) / 180),
  ]);
  const whole = ringOf(simplify(new Map([['a', closed(...coast)]])).get('a'));
  const turned = ringOf(simplify(new Map([['a', closed(...coast.slice(100), ...coast.slice(0, 100))]])).get('a'));
  expect(whole.length).toBeLessThan(100);
  expect(new Set(names(turned))).toEqual(new Set(names(whole)));
});
