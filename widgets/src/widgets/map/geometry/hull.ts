import type { Point, Ring } from './plane.ts';

const corners = 24;

/** The convex hull of points with round room of a width on all sides: a stand-in for land that nobody drew. */
export function roundHull(points: readonly Point[], margin: number): Ring {
  return hull(
    points.flatMap(([x, y]) =>
      Array.from({ length: corners }, (_, index): Point => {
        const angle = (2 * Math.PI * index) / corners;
        return [x + margin * Math.cos(angle), y + margin * Math.sin(angle)];
      }),
    ),
  );
}

/** Smallest convex ring round points, of positive area. */
function hull(points: readonly Point[]): Ring {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (way: readonly Point[]): Point[] => {
    const found: Point[] = [];
    for (const point of way) {
      while (found.length > 1 && turn(found.at(-2), found.at(-1), point) <= 0) found.pop();
      found.push(point);
    }
    return found.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

function turn(a: Point | undefined, b: Point | undefined, c: Point): number {
  return a && b ? (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) : 0;
}
