import { medianOf, nearestDistances } from './neighbours.ts';
import { boxOf, type Point, type Polygon } from './plane.ts';

const usualSize = 90;

/** How many of the places round a point are tried. */
const rings = 3;

/** One equal hexagon for each point, near it, none over another: all stand on one honeycomb. */
export function hexagons(points: readonly Point[]): readonly (readonly Polygon[])[] {
  const size = sizeFor(points);
  return placed(points, size).map((middle) => [[hexagon(middle, size)]]);
}

/** Distance of the corners from the middle: the honeycomb holds about twice as many places as there are points in their box. */
function sizeFor(points: readonly Point[]): number {
  const box = boxOf(points);
  if (!box || points.length < 2) return usualSize;
  const near = medianOf(nearestDistances(points), usualSize * 2);
  const surface = Math.max(box.right - box.left, near) * Math.max(box.bottom - box.top, near);
  return Math.sqrt(surface / points.length / 2 / ((3 * Math.sqrt(3)) / 2));
}

/** Gives each point a free place of the honeycomb: the nearest pairs first, then places change hands as long as that shortens the ways. */
function placed(points: readonly Point[], size: number): readonly Point[] {
  const places = new Map<string, Point>();
  const wishes = points.flatMap((point, index) =>
    around(point, size, rings).map(({ key, middle }) => {
      places.set(key, middle);
      return { index, key, way: distance(point, middle) };
    }),
  );
  const own = new Map<number, string>();
  const taken = new Set<string>();
  for (const { index, key } of wishes.sort((a, b) => a.way - b.way)) {
    if (own.has(index) || taken.has(key)) continue;
    own.set(index, key);
    taken.add(key);
  }
  for (const [index, point] of points.entries()) {
    for (let reach = rings * 2; !own.has(index); reach *= 2) {
      const free = around(point, size, reach).find(({ key }) => !taken.has(key));
      if (!free) continue;
      places.set(free.key, free.middle);
      own.set(index, free.key);
      taken.add(free.key);
    }
  }
  const middles = points.map((point, index) => places.get(own.get(index) ?? '') ?? point);
  exchange(points, middles);
  return middles;
}

function exchange(points: readonly Point[], middles: Point[]): void {
  const most = 4;
  let isBetter = true;
  for (let round = 0; isBetter && round < most; round += 1) {
    isBetter = false;
    for (const [a, pointA] of points.entries()) {
      for (let b = a + 1; b < points.length; b += 1) {
        const [pointB, middleA, middleB] = [points[b], middles[a], middles[b]];
        if (!pointB || !middleA || !middleB) continue;
        const now = distance(pointA, middleA) + distance(pointB, middleB);
        if (distance(pointA, middleB) + distance(pointB, middleA) >= now - 1e-9) continue;
        middles[a] = middleB;
        middles[b] = middleA;
        isBetter = true;
      }
    }
  }
}

/** Places of the honeycomb round a point, nearest first. */
function around([x, y]: Point, size: number, reach: number): readonly { readonly key: string; readonly middle: Point }[] {
  const [wide, high] = [Math.sqrt(3) * size, 1.5 * size];
  const row = Math.round(y / high);
  const found: { key: string; middle: Point }[] = [];
  for (let r = row - reach; r <= row + reach; r += 1) {
    const shift = (r & 1) === 0 ? 0 : wide / 2;
    const column = Math.round((x - shift) / wide);
    for (let c = column - reach; c <= column + reach; c += 1) found.push({ key: `${c} ${r}`, middle: [c * wide + shift, r * high] });
  }
  return found.sort((a, b) => distance([x, y], a.middle) - distance([x, y], b.middle));
}

function hexagon([x, y]: Point, size: number): Point[] {
  return Array.from({ length: 6 }, (_, corner) => {
    const angle = (Math.PI / 3) * corner - Math.PI / 2;
    return [x + size * Math.cos(angle), y + size * Math.sin(angle)];
  });
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
