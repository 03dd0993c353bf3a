import type { GeoArea, GeoPosition, GeoRing } from '@haidang/sdk';

/** Metres that a line may be off; less than a pixel of a map that shows a ward. */
const tolerance = 10;

/** Boundaries with no more positions than a screen shows. Neighbours keep the same line between them: it is cut where three of them meet, and each piece is made simpler by itself, once. Nothing disappears, however small: islands keep their rings. */
export function simplify(boundaries: ReadonlyMap<string, GeoArea>): Map<string, GeoArea> {
  const areas = [...boundaries].map(([unit, area]) => ({
    unit,
    polygons: area.type === 'Polygon' ? [area.coordinates] : area.coordinates,
  }));
  const corners = cornersOf(areas.flatMap(({ polygons }) => polygons.flat()));
  return new Map(
    areas.map(({ unit, polygons }): [string, GeoArea] => {
      const simple = polygons.map((rings) => rings.map((ring) => simpleRing(ring, corners)));
      const [only, ...others] = simple;
      return [unit, only && others.length === 0 ? { type: 'Polygon', coordinates: only } : { type: 'MultiPolygon', coordinates: simple }];
    }),
  );
}

/** Positions where lines meet: they have other than two neighbours among all rings. */
function cornersOf(rings: readonly GeoRing[]): ReadonlySet<string> {
  const neighbours = new Map<string, Set<string>>();
  for (const ring of rings)
    for (const [index, position] of ring.entries()) {
      const next = ring[index + 1];
      if (!next) continue;
      const [a, b] = [nameOf(position), nameOf(next)];
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const known = neighbours.get(one);
        if (known) known.add(other);
        else neighbours.set(one, new Set([other]));
      }
    }
  return new Set([...neighbours].filter(([, all]) => all.size !== 2).map(([name]) => name));
}

function simpleRing(ring: GeoRing, corners: ReadonlySet<string>): GeoRing {
  const open = ring.slice(0, -1);
  const anchors = open.flatMap((position, index) => (corners.has(nameOf(position)) ? [index] : []));
  const cuts = anchors.length >= 2 ? anchors : ends(open, anchors[0]);
  const [start = 0] = cuts;
  const turned = [...open.slice(start), ...open.slice(0, start), open[start] ?? open[0]].filter((position) => position !== undefined);
  const places = [...cuts.map((cut) => cut - start), open.length];
  const kept = places.slice(1).flatMap((place, index) => simpleLine(turned.slice(places[index], place + 1)).slice(0, -1));
  const [first] = kept;
  return first && kept.length >= 3 ? [...kept, first] : ring;
}

/** Where a ring that touches others nowhere, or once, is cut: the same two positions wherever it starts. */
function ends(open: readonly GeoPosition[], corner: number | undefined): readonly number[] {
  const first =
    corner ??
    open.reduce((least, [x, y], index) => {
      const [bestX, bestY] = open[least] ?? [x, y];
      return x < bestX || (x === bestX && y < bestY) ? index : least;
    }, 0);
  const from = open[first];
  const second = open.reduce(
    (far, position, index) => (from && distance(position, from, from) > distance(open[far] ?? from, from, from) ? index : far),
    first,
  );
  return first === second ? [first] : [first, second].sort((a, b) => a - b);
}

/** The two neighbours of a line run along it in opposite directions and get the same positions. */
function simpleLine(line: readonly GeoPosition[]): readonly GeoPosition[] {
  const [first, last] = [line[0], line.at(-1)];
  if (!first || !last || line.length < 3) return line;
  return nameOf(first) <= nameOf(last) ? thinned(line) : [...thinned([...line].reverse())].reverse();
}

/** Ramer, Douglas and Peucker. */
function thinned(line: readonly GeoPosition[]): readonly GeoPosition[] {
  const keep = new Set([0, line.length - 1]);
  const waiting: (readonly [from: number, to: number])[] = [[0, line.length - 1]];
  for (let span = waiting.pop(); span; span = waiting.pop()) {
    const [from, to] = span;
    const [a, b] = [line[from], line[to]];
    let farthest = from;
    let most = tolerance;
    for (let index = from + 1; a && b && index < to; index++) {
      const position = line[index];
      const off = position ? distance(position, a, b) : 0;
      if (off > most) {
        farthest = index;
        most = off;
      }
    }
    if (farthest === from) continue;
    keep.add(farthest);
    waiting.push([from, farthest], [farthest, to]);
  }
  return line.filter((_, index) => keep.has(index));
}

const metresOfDegree = 111_195;

/** Metres from a position to the line between two others. */
function distance([x, y]: GeoPosition, [ax, ay]: GeoPosition, [bx, by]: GeoPosition): number {
  const scale = Math.cos(((ay + by) / 2) * (Math.PI / 180));
  const [dx, dy] = [(bx - ax) * scale, by - ay];
  const [px, py] = [(x - ax) * scale, y - ay];
  const length = dx * dx + dy * dy;
  const part = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
  return Math.hypot(px - part * dx, py - part * dy) * metresOfDegree;
}

function nameOf([x, y]: GeoPosition): string {
  return `${x} ${y}`;
}
