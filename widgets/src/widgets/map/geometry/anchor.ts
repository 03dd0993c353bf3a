import { areaOf, boxOf, holds, type Point, type Polygon } from './plane.ts';

/** Labels are wider than high: heights count more. */
const flatness = 1.8;

interface Tried {
  readonly at: Point;
  readonly half: number;
  readonly clear: number;
  readonly most: number;
}

/** Where a label stands best in an area: the place of its largest polygon that is farthest from the edges (pole of inaccessibility), in a measure that suits flat boxes. */
export function anchorOf(polygons: readonly Polygon[]): Point | undefined {
  const flat = polygons.map((rings) => rings.map((ring) => ring.map(([x, y]): Point => [x, y * flatness])));
  const largest = flat.reduce<Polygon | undefined>(
    (best, rings) => (best && outerArea(best) >= outerArea(rings) ? best : rings),
    undefined,
  );
  const box = largest?.[0] && boxOf(largest[0]);
  if (!largest || !box) return undefined;
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const size = Math.min(width, height);
  if (size === 0) return undefined;
  const precision = Math.max(width, height) / 40;
  const waiting: Tried[] = [];
  for (let x = box.left; x < box.right; x += size)
    for (let y = box.top; y < box.bottom; y += size) waiting.push(tried(largest, [x + size / 2, y + size / 2], size / 2));
  let best = tried(largest, [box.left + width / 2, box.top + height / 2], 0);
  while (waiting.length > 0) {
    waiting.sort((a, b) => a.most - b.most);
    const one = waiting.pop();
    if (!one || one.most - best.clear <= precision) break;
    if (one.clear > best.clear) best = one;
    const half = one.half / 2;
    for (const [dx, dy] of [
      [-half, -half],
      [half, -half],
      [-half, half],
      [half, half],
    ] as const) {
      const next = tried(largest, [one.at[0] + dx, one.at[1] + dy], half);
      if (next.clear > best.clear) best = next;
      if (next.most - best.clear > precision) waiting.push(next);
    }
  }
  return [best.at[0], best.at[1] / flatness];
}

function outerArea([outer]: Polygon): number {
  return outer ? areaOf(outer) : 0;
}

function tried(polygon: Polygon, at: Point, half: number): Tried {
  const clear = clearance(polygon, at);
  return { at, half, clear, most: clear + half * Math.SQRT2 };
}

/** Distance to the nearest edge, negative outside. */
function clearance(polygon: Polygon, at: Point): number {
  let least = Number.POSITIVE_INFINITY;
  for (const ring of polygon) {
    let before = ring.at(-1);
    for (const point of ring) {
      if (before) least = Math.min(least, squared(at, before, point));
      before = point;
    }
  }
  return Math.sqrt(least) * (holds([polygon], at) ? 1 : -1);
}

function squared([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / length, 0), 1);
  return (ax + dx * share - x) ** 2 + (ay + dy * share - y) ** 2;
}
