import type { GeoArea, GeoPosition, GeoRing } from '@haidang/sdk';

/** A place on the plane of the web Mercator projection: y goes down, the world is `world` wide. All geometry is done here, for angles and near distances are true on it. */
export type Point = readonly [x: number, y: number];

/** A closed line without its repeated end. */
export type Ring = readonly Point[];

/** An outer ring, then the holes in it. Outer rings have a positive area, holes a negative one. */
export type Polygon = readonly Ring[];

/** A rectangle. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Width of the world: a unit is about 38 m at the equator. */
export const world = 2 ** 20;

/** Circumference of the earth in metres. */
const girth = 40_075_016.686;

/** The projection ends before the poles. */
const lastLatitude = 85.05;

export function toPlane([longitude, latitude]: GeoPosition): Point {
  const north = (Math.min(Math.max(latitude, -lastLatitude), lastLatitude) * Math.PI) / 180;
  return [((longitude + 180) / 360) * world, ((1 - Math.log(Math.tan(Math.PI / 4 + north / 2)) / Math.PI) / 2) * world];
}

export function toDegrees([x, y]: Point): GeoPosition {
  const north = 2 * Math.atan(Math.exp(Math.PI * (1 - (2 * y) / world))) - Math.PI / 2;
  return [(x / world) * 360 - 180, (north * 180) / Math.PI];
}

/** Metres of a unit of the plane at a height of it. */
export function metresAt(y: number): number {
  const [, latitude] = toDegrees([0, y]);
  return (girth / world) * Math.cos((latitude * Math.PI) / 180);
}

/** Polygons of an area on the plane, rings turned as they should be; what has no surface is left out. */
export function polygonsOf(area: GeoArea): readonly Polygon[] {
  const polygons = area.type === 'Polygon' ? [area.coordinates] : area.coordinates;
  return polygons.flatMap((rings) => {
    const [outer, ...holes] = rings.map(ringOf);
    if (!outer || outer.length < 3 || areaOf(outer) === 0) return [];
    return [[turned(outer, 1), ...holes.filter((hole) => hole.length > 2 && areaOf(hole) !== 0).map((hole) => turned(hole, -1))]];
  });
}

/** Signed area of a ring. */
export function areaOf(ring: Ring): number {
  let sum = 0;
  let [x0, y0] = ring.at(-1) ?? [0, 0];
  const [ox, oy] = ring[0] ?? [0, 0];
  for (const [x, y] of ring) {
    sum += (x0 - ox) * (y - oy) - (x - ox) * (y0 - oy);
    x0 = x;
    y0 = y;
  }
  return sum / 2;
}

/** Surface of polygons without their holes. */
export function surfaceOf(polygons: readonly Polygon[]): number {
  return polygons.reduce((sum, rings) => sum + rings.reduce((part, ring) => part + areaOf(ring), 0), 0);
}

/** The ring in the direction that gives its area this sign. */
export function turned(ring: Ring, sign: 1 | -1): Ring {
  return areaOf(ring) * sign < 0 ? ring.toReversed() : ring;
}

/** The smallest box round points; nothing round none. */
export function boxOf(points: Iterable<Point>): Box | undefined {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [x, y] of points) {
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return left <= right && top <= bottom ? { left, top, right, bottom } : undefined;
}

/** A box with room on each side. */
export function grown({ left, top, right, bottom }: Box, by: number, byHeight = by): Box {
  return { left: left - by, top: top - byHeight, right: right + by, bottom: bottom + byHeight };
}

/** The corners of a box, as an outer ring. */
export function cornersOf({ left, top, right, bottom }: Box): Ring {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

export function isInside([x, y]: Point, { left, top, right, bottom }: Box): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Whether a point is in one of the polygons and in none of its holes. */
export function holds(polygons: readonly Polygon[], point: Point): boolean {
  return polygons.some((rings) => rings.reduce((inside, ring) => inside !== crosses(ring, point), false));
}

function crosses(ring: Ring, [x, y]: Point): boolean {
  let inside = false;
  let [x0, y0] = ring.at(-1) ?? [0, 0];
  for (const [x1, y1] of ring) {
    if (y1 > y !== y0 > y && x < ((x0 - x1) * (y - y1)) / (y0 - y1) + x1) inside = !inside;
    x0 = x1;
    y0 = y1;
  }
  return inside;
}

function ringOf(ring: GeoRing): Ring {
  const points = ring.map(toPlane).filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  const [first, last] = [points[0], points.at(-1)];
  return first && last && first[0] === last[0] && first[1] === last[1] ? points.slice(0, -1) : points;
}
