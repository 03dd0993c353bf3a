import { type Camera, onScreen } from '../geometry/camera.ts';
import { type Box, isInside, type Point } from '../geometry/plane.ts';
import type { Mark } from './marks.ts';

/** Design pixels from the middle of a single mark to the rim that it stands at, and between two such marks. */
const beside = 6;
const between = 11;

/** The count of a ring stands clear: single reports that lie on one move to its rim, next to each other, on the side where they were. */
export function toRims(marks: readonly Mark[], boxes: readonly Box[], camera: Camera, px: number): readonly Mark[] {
  const placeOf = ({ at, offset }: Mark): Point => {
    const [x, y] = onScreen(camera, at);
    return [x + offset[0], y + offset[1]];
  };
  const rings = marks.flatMap((mark) => (mark.ring > 0 ? [{ at: placeOf(mark), radius: mark.ring }] : []));
  const taken: Point[] = [];
  return marks.map((mark) => {
    const from = placeOf(mark);
    const under = mark.ring > 0 ? undefined : rings.find(({ at, radius }) => distance(at, from) < radius);
    if (!under) return mark;
    const radius = under.radius + beside * px;
    const start = distance(under.at, from) < px ? -Math.PI / 2 : Math.atan2(from[1] - under.at[1], from[0] - under.at[0]);
    const places = turns((between * px) / radius).map(
      (turn): Point => [under.at[0] + radius * Math.cos(start + turn), under.at[1] + radius * Math.sin(start + turn)],
    );
    const isFree = (to: Point) =>
      taken.every((other) => distance(other, to) >= between * px * 0.95) &&
      rings.every((ring) => distance(ring.at, to) >= ring.radius) &&
      !boxes.some((box) => isInside(to, box));
    const to = places.find(isFree) ?? places[0] ?? from;
    taken.push(to);
    const [x, y] = onScreen(camera, mark.at);
    return { ...mark, offset: [to[0] - x, to[1] - y] };
  });
}

/** Once round, by steps to either side. */
function turns(step: number): readonly number[] {
  const list = [0];
  for (let turn = step; turn <= Math.PI; turn += step) list.push(turn, -turn);
  return list;
}

function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(ax - bx, ay - by);
}
