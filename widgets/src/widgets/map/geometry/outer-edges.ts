import type { Point, Polygon } from './plane.ts';

/** The edges that polygons do not share with each other, joined to lines: the rim of all of them together. Shared edges are told by equal corners; where neighbours were drawn with other corners both edges stay. */
export function outerEdges(polygons: readonly Polygon[]): readonly (readonly Point[])[] {
  const edges = new Map<string, readonly [from: Point, to: Point]>();
  for (const ring of polygons.flat()) {
    let from = ring.at(-1);
    for (const to of ring) {
      if (from && keyOf(from) !== keyOf(to) && !edges.delete(`${keyOf(to)} ${keyOf(from)}`))
        edges.set(`${keyOf(from)} ${keyOf(to)}`, [from, to]);
      from = to;
    }
  }
  const starts = new Map<string, (readonly [Point, Point])[]>();
  for (const edge of edges.values()) {
    const key = keyOf(edge[0]);
    const there = starts.get(key);
    if (there) there.push(edge);
    else starts.set(key, [edge]);
  }
  const lines: Point[][] = [];
  for (const [key] of starts) {
    for (let edge = starts.get(key)?.pop(); edge; edge = starts.get(key)?.pop()) {
      const line: Point[] = [edge[0], edge[1]];
      for (let next = starts.get(keyOf(edge[1]))?.pop(); next; next = starts.get(keyOf(next[1]))?.pop()) line.push(next[1]);
      lines.push(line);
    }
  }
  return lines;
}

function keyOf([x, y]: Point): string {
  return `${Math.round(x * 1000)},${Math.round(y * 1000)}`;
}
