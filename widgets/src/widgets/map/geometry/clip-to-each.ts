import { clipToConvex } from './clip.ts';
import { boxOf, cornersOf, grown, type Point, type Polygon, type Ring } from './plane.ts';

interface Numbered {
  readonly ring: Ring;
  readonly index: number;
}

/** So many rings are cut out of a piece one by one. */
const few = 8;

/** The part of polygons inside of each convex ring. The polygons are halved with the rings first: cut out of the whole, every ring would look at every corner of the coast. */
export function clipToEach(polygons: readonly Polygon[], rings: readonly Ring[]): readonly (readonly Polygon[])[] {
  const found: (readonly Polygon[])[] = rings.map(() => []);
  const whole = rings.map((ring, index) => ({ ring, index })).filter(({ ring }) => ring.length > 2);
  const waiting = [{ piece: polygons, members: whole }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { piece, members } = next;
    if (members.length <= few) for (const { ring, index } of members) found[index] = clipToConvex(piece, ring);
    else for (const half of halves(members)) waiting.push({ piece: clipToConvex(piece, roundOf(half)), members: half });
  }
  return found;
}

/** Halves across the longer side. */
function halves(members: readonly Numbered[]): readonly Numbered[][] {
  const { left = 0, top = 0, right = 0, bottom = 0 } = boxOf(members.flatMap(({ ring }) => ring)) ?? {};
  const along = ([x, y]: Point) => (right - left > bottom - top ? x : y);
  const inOrder = members.toSorted((a, b) => along(a.ring[0] ?? [0, 0]) - along(b.ring[0] ?? [0, 0]));
  const half = inOrder.length >> 1;
  return [inOrder.slice(0, half), inOrder.slice(half)];
}

/** The box round rings, with room: no ring is cut along it. */
function roundOf(members: readonly Numbered[]): Ring {
  const box = boxOf(members.flatMap(({ ring }) => ring));
  return box ? cornersOf(grown(box, 1)) : [];
}
