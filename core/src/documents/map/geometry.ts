import type { GeoArea, GeoLines, GeoPosition, GeoRing } from '@haidang/sdk';
import { MapError } from './faults.ts';

type Rings = readonly GeoRing[];

/** The polygons of a GeoJSON geometry, rings closed and wound as RFC 7946 has them. */
export function polygonsOf(geometry: unknown, path: string): Rings[] {
  const { type, coordinates } = partsOf(geometry);
  const at = `${path}/coordinates`;
  if (type === 'Polygon') return [ringsOf(coordinates, at)];
  if (type === 'MultiPolygon') return listOf(coordinates, at).map((polygon, index) => ringsOf(polygon, `${at}/${index}`));
  throw new MapError(path, 'wrong-geometry', { expected: 'Polygon, MultiPolygon', found: type });
}

/** The lines of a GeoJSON geometry. */
export function linesOf(geometry: unknown, path: string): GeoPosition[][] {
  const { type, coordinates } = partsOf(geometry);
  const at = `${path}/coordinates`;
  if (type === 'LineString') return [lineOf(coordinates, at)];
  if (type === 'MultiLineString') return listOf(coordinates, at).map((line, index) => lineOf(line, `${at}/${index}`));
  throw new MapError(path, 'wrong-geometry', { expected: 'LineString, MultiLineString', found: type });
}

export function areaOf(polygons: readonly Rings[]): GeoArea {
  const [first, ...others] = polygons;
  return first && others.length === 0 ? { type: 'Polygon', coordinates: first } : { type: 'MultiPolygon', coordinates: polygons };
}

export function multiLineOf(lines: readonly (readonly GeoPosition[])[]): GeoLines {
  return { type: 'MultiLineString', coordinates: lines };
}

function partsOf(geometry: unknown): { readonly type: string; readonly coordinates: unknown } {
  if (typeof geometry !== 'object' || geometry === null) return { type: String(geometry), coordinates: undefined };
  const { type, coordinates } = geometry as { readonly type?: unknown; readonly coordinates?: unknown };
  return { type: String(type), coordinates };
}

function ringsOf(value: unknown, path: string): Rings {
  return listOf(value, path).map((ring, index) => ringOf(ring, `${path}/${index}`, index === 0));
}

function ringOf(value: unknown, path: string, isOuter: boolean): GeoRing {
  const positions = positionsOf(value, path);
  const [first] = positions;
  const last = positions.at(-1);
  if (first && last && positions.length > 1 && isSame(first, last)) positions.pop();
  if (!first || positions.length < 3) throw new MapError(path, 'ring-short');
  if (areaTwice(positions) > 0 !== isOuter) positions.reverse();
  return [...positions, positions[0] ?? first];
}

function lineOf(value: unknown, path: string): GeoPosition[] {
  const positions = positionsOf(value, path);
  if (positions.length < 2) throw new MapError(path, 'line-short');
  return positions;
}

/** Positions without neighbours that are the same. */
function positionsOf(value: unknown, path: string): GeoPosition[] {
  const positions: GeoPosition[] = [];
  for (const [index, each] of listOf(value, path).entries()) {
    const position = positionOf(each, `${path}/${index}`);
    const last = positions.at(-1);
    if (!last || !isSame(last, position)) positions.push(position);
  }
  return positions;
}

function positionOf(value: unknown, path: string): GeoPosition {
  const [first, second]: readonly unknown[] = Array.isArray(value) ? value : [];
  if (typeof first !== 'number' || typeof second !== 'number' || !Number.isFinite(first) || !Number.isFinite(second))
    throw new MapError(path, 'not-position');
  if (Math.abs(first) <= 180 && Math.abs(second) <= 90) return [rounded(first), rounded(second)];
  const isSwapped = Math.abs(first) <= 90 && Math.abs(second) <= 180;
  throw new MapError(path, isSwapped ? 'swapped' : 'not-degrees', { first, second });
}

function listOf(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw new MapError(path, 'not-position');
  return value;
}

/** A millionth of a degree is a tenth of a metre. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

function isSame(one: GeoPosition, other: GeoPosition): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

/** Positive where the ring runs counterclockwise. */
function areaTwice(ring: readonly GeoPosition[]): number {
  let sum = 0;
  let [x, y] = ring.at(-1) ?? [0, 0];
  for (const [nextX, nextY] of ring) {
    sum += x * nextY - nextX * y;
    [x, y] = [nextX, nextY];
  }
  return sum;
}
