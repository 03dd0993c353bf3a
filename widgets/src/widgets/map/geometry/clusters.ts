import type { Point } from './plane.ts';

/** Things that stand together: their indexes, the one that they stand round, and their middle. */
export interface Group {
  readonly members: readonly number[];
  readonly seed: number;
  readonly at: Point;
}

/** Groups points that lie within a radius of one of them; what has fewer than `least` near it stays alone. Each is in exactly one group, the points that groups stand round are farther from each other than the radius, and the same points give the same groups. */
export function clusters(points: readonly Point[], radius: number, least: number): readonly Group[] {
  const places = new Map<string, number[]>();
  for (const [index, [x, y]] of points.entries()) {
    const key = `${Math.floor(x / radius)} ${Math.floor(y / radius)}`;
    const there = places.get(key);
    if (there) there.push(index);
    else places.set(key, [index]);
  }
  const done = new Uint8Array(points.length);
  const groups: Group[] = [];
  for (const [index, point] of points.entries()) {
    if (done[index]) continue;
    const near = nearTo(point, radius, places, points).filter((other) => !done[other]);
    const members = near.length >= least ? near : [index];
    for (const member of members) done[member] = 1;
    groups.push({ members, seed: index, at: middleOf(members, points) });
  }
  return groups;
}

function nearTo(
  [x, y]: Point,
  radius: number,
  places: ReadonlyMap<string, readonly number[]>,
  points: readonly Point[],
): readonly number[] {
  const [column, row] = [Math.floor(x / radius), Math.floor(y / radius)];
  const found: number[] = [];
  for (let c = column - 1; c <= column + 1; c += 1) {
    for (let r = row - 1; r <= row + 1; r += 1) {
      for (const other of places.get(`${c} ${r}`) ?? []) {
        const [ox, oy] = points[other] ?? [0, 0];
        if ((ox - x) ** 2 + (oy - y) ** 2 <= radius ** 2) found.push(other);
      }
    }
  }
  return found;
}

function middleOf(members: readonly number[], points: readonly Point[]): Point {
  let [x, y] = [0, 0];
  for (const member of members) {
    x += points[member]?.[0] ?? 0;
    y += points[member]?.[1] ?? 0;
  }
  return [x / members.length, y / members.length];
}
