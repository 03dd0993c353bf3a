import { areaOf, boxOf, cornersOf, holds, type Point, type Polygon, type Ring } from './plane.ts';

/** A straight line; what is kept lies where the area of a triangle on it is positive. */
interface Line {
  readonly at: Point;
  readonly along: Point;
}

/** A stretch of a ring on the kept side, from where it comes over the line to where it leaves. */
interface Stretch {
  readonly points: readonly Point[];
  readonly from: number;
  readonly to: number;
}

interface End {
  readonly stretch: Stretch;
  readonly at: number;
  readonly isStart: boolean;
}

/** The part of polygons inside of a convex ring: falls apart into several where a bay or a hole lies between, and never runs along the cut through what is outside. */
export function clipToConvex(polygons: readonly Polygon[], ring: Ring): readonly Polygon[] {
  let kept = polygons;
  for (const [index, at] of ring.entries()) {
    const [x, y] = ring[(index + 1) % ring.length] ?? at;
    const along: Point = [x - at[0], y - at[1]];
    if (along[0] !== 0 || along[1] !== 0) kept = kept.flatMap((polygon) => keep(polygon, { at, along }));
    if (kept.length === 0) break;
  }
  return kept;
}

/** The part of a polygon on the kept side of a line. Points on the line count as outside, so each ring comes over it as often as it leaves. */
function keep(polygon: Polygon, line: Line): readonly Polygon[] {
  const [outer] = polygon;
  const box = outer && boxOf(outer);
  if (!outer || !box) return [];
  const sides = cornersOf(box).map((corner) => sideOf(corner, line));
  if (sides.every((side) => side > 0)) return [polygon];
  if (sides.every((side) => side <= 0)) return [];
  const whole: Ring[] = [];
  const stretches: Stretch[] = [];
  for (const ring of polygon) cut(ring, line, whole, stretches);
  const outers = [...joined(stretches), ...whole.filter((ring) => areaOf(ring) > 0)].filter((ring) => areaOf(ring) > 0);
  const holes = whole.filter((ring) => areaOf(ring) < 0);
  return outers.map((ring) => [ring, ...holes.filter(([point]) => point && (outers.length === 1 || holds([[ring]], point)))]);
}

function cut(ring: Ring, line: Line, whole: Ring[], stretches: Stretch[]): void {
  const sides = ring.map((point) => sideOf(point, line));
  const first = sides.findIndex((side, index) => side <= 0 && (sides[(index + 1) % ring.length] ?? 0) > 0);
  if (first === -1) {
    if ((sides[0] ?? 0) > 0) whole.push(ring);
    return;
  }
  let points: Point[] = [];
  for (let step = 0; step < ring.length; step += 1) {
    const index = (first + step) % ring.length;
    const next = (index + 1) % ring.length;
    const [a, b] = [ring[index], ring[next]];
    const [sideA = 0, sideB = 0] = [sides[index], sides[next]];
    if (!a || !b) continue;
    if (sideA <= 0 && sideB > 0) points = [between(a, b, sideA, sideB), b];
    else if (sideA > 0 && sideB > 0) points.push(b);
    else if (sideA > 0 && sideB <= 0) {
      points.push(between(a, b, sideA, sideB));
      stretches.push({ points, from: placeOn(points[0] ?? a, line), to: placeOn(points.at(-1) ?? b, line) });
    }
  }
}

/** Closes stretches to rings along the line: in its direction each end is followed by a start. */
function joined(stretches: readonly Stretch[]): readonly Ring[] {
  const ends: End[] = stretches.flatMap((stretch) => [
    { stretch, at: stretch.from, isStart: true },
    { stretch, at: stretch.to, isStart: false },
  ]);
  ends.sort((a, b) => a.at - b.at || Number(a.isStart) - Number(b.isStart));
  const next = new Map<Stretch, Stretch>();
  const open: Stretch[] = [];
  for (const { stretch, isStart } of ends) {
    if (!isStart) open.push(stretch);
    else {
      const from = open.pop();
      if (from) next.set(from, stretch);
    }
  }
  const rings: Ring[] = [];
  const left = new Set(stretches);
  for (const start of stretches) {
    const points: Point[] = [];
    for (let stretch: Stretch | undefined = start; stretch && left.delete(stretch); stretch = next.get(stretch))
      points.push(...stretch.points);
    if (points.length > 2) rings.push(points);
  }
  return rings;
}

function sideOf([x, y]: Point, { at, along }: Line): number {
  return along[0] * (y - at[1]) - along[1] * (x - at[0]);
}

function placeOn([x, y]: Point, { at, along }: Line): number {
  return along[0] * (x - at[0]) + along[1] * (y - at[1]);
}

function between(a: Point, b: Point, sideA: number, sideB: number): Point {
  const share = sideA / (sideA - sideB);
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}
