import { Delaunay } from 'd3-delaunay';
import { clipToEach } from './clip-to-each.ts';
import { roundHull } from './hull.ts';
import { medianOf, nearestDistances } from './neighbours.ts';
import { boxOf, grown, type Point, type Polygon, turned } from './plane.ts';

/** Room round points where nothing says how far apart units lie: about 3 km. */
const usualDistance = 160;

/** The part of the land that is nearest to each point (Voronoi). Without land it is the hull of the points with a margin. Points at one place share its part. */
export function cells(points: readonly Point[], land: readonly Polygon[] | undefined): readonly (readonly Polygon[])[] {
  const apart = setApart(points);
  const whole = land ?? [[roundHull(points, medianOf(nearestDistances(points), usualDistance) * 0.6)]];
  const box = boxOf([...apart, ...whole.flat(2)]);
  if (!box) return [];
  const { left, top, right, bottom } = grown(box, 1);
  const voronoi = Delaunay.from(apart as readonly [number, number][]).voronoi([left, top, right, bottom]);
  const rings = apart.map((_, index) => {
    const [, ...ring] = voronoi.cellPolygon(index) ?? [];
    return turned(ring, 1);
  });
  return clipToEach(whole, rings);
}

/** Points that coincide are moved a little way round their place, so that each has a part of it. */
function setApart(points: readonly Point[]): readonly Point[] {
  const groups = new Map<string, number[]>();
  for (const [index, [x, y]] of points.entries()) {
    const place = `${x} ${y}`;
    groups.set(place, [...(groups.get(place) ?? []), index]);
  }
  if (groups.size === points.length) return points;
  const moved = [...points];
  const distances = nearestDistances(points);
  for (const members of groups.values()) {
    if (members.length === 1) continue;
    for (const [place, index] of members.entries()) {
      const [x, y] = points[index] ?? [0, 0];
      const near = distances[index] ?? usualDistance;
      const away = 0.1 * (Number.isFinite(near) ? near : usualDistance);
      const angle = (2 * Math.PI * place) / members.length;
      moved[index] = [x + away * Math.cos(angle), y + away * Math.sin(angle)];
    }
  }
  return moved;
}
