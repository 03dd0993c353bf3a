import { type PointShape, pointShapes, type Report } from '../figures/reports.ts';
import { type Camera, onScreen, scaleOf, sight } from '../geometry/camera.ts';
import { clusters, type Group } from '../geometry/clusters.ts';
import { type Box, grown, isInside, metresAt, type Point, toPlane } from '../geometry/plane.ts';

/** A report, or several that stand together. */
export interface Mark {
  readonly id: string;
  readonly reports: readonly Report[];
  readonly shape: PointShape;
  readonly at: Point;
  /** Pixels by which it gives way to a name. */
  readonly offset: Point;
  /** Of the ring of a cluster, in pixels; 0 for a single report. */
  readonly ring: number;
  /** Metres that a cluster reaches from its middle. */
  readonly reach: number;
  /** What all of a cluster are about, when that is one thing. */
  readonly category: string;
}

/** More marks than this on the screen at once are a crowd: then farther ones are put together. */
const crowd = 260;

/** Radii in design pixels within which points are put together, tried until there is no crowd; how many it takes. */
const radii = [
  { radius: 9, least: 5 },
  { radius: 14, least: 3 },
  { radius: 22, least: 2 },
  { radius: 34, least: 2 },
  { radius: 56, least: 2 },
] as const;

/** Shapes that more reports than this have say nothing beside a cluster: nearly all would have them. */
const rare = 80;

/** Urgent reports stand alone up to this number. */
const mostAlone = 40;

/** At most so far a mark gives way, in design pixels. */
const farthest = 26;

/** Puts reports that stand close into clusters, the same at all looks of about the same zoom. */
export class ReportGroups {
  #reports: readonly Report[] | undefined;
  #points: readonly Point[] = [];
  #counts: ReadonlyMap<PointShape, number> = new Map();
  readonly #known = new Map<string, readonly Group[]>();

  /** Marks in sight, the less urgent first: what is drawn later lies above. */
  marks(reports: readonly Report[], camera: Camera, px: number): readonly Mark[] {
    if (reports !== this.#reports) {
      this.#reports = reports;
      this.#points = reports.map(({ position }) => toPlane(position));
      this.#counts = countsOf(reports);
      this.#known.clear();
    }
    const shown = grown(sight(camera), (20 * px) / scaleOf(camera));
    let found: readonly Group[] = [];
    for (const step of radii) {
      found = this.#groups(camera.zoom, step, px).filter(({ at }) => isInside(at, shown));
      if (found.length <= crowd) break;
    }
    return found
      .map((group) => this.#mark(group, reports, px))
      .sort((a, b) => pointShapes.indexOf(b.shape) - pointShapes.indexOf(a.shape) || a.at[1] - b.at[1]);
  }

  #groups(zoom: number, { radius, least }: (typeof radii)[number], px: number): readonly Group[] {
    const step = Math.floor(zoom * 2) / 2;
    const key = `${step} ${radius} ${px}`;
    const known = this.#known.get(key);
    if (known) return known;
    const unit = px / scaleOf({ zoom: step });
    const groups = this.#apart(radius * unit, least, 2 * (ringOf(this.#points.length) + 1) * unit);
    this.#known.set(key, groups);
    return groups;
  }

  #apart(radius: number, least: number, distance: number): readonly Group[] {
    const urgent = (this.#reports ?? []).flatMap(({ shape }, index) => (shape === 'critical' ? [index] : []));
    const alone = new Set(urgent.length <= mostAlone ? urgent : []);
    const others = this.#points.map((_, index) => index).filter((index) => !alone.has(index));
    const points = others.map((index) => this.#points[index] ?? [0, 0]) as readonly Point[];
    return [
      ...joined(clusters(points, radius, least), distance).map(({ members, at }) => ({
        members: members.map((member) => others[member] ?? 0),
        seed: 0,
        at,
      })),
      ...[...alone].map((index) => ({ members: [index], seed: index, at: this.#points[index] ?? ([0, 0] as const) })),
    ];
  }

  #mark({ members, at }: Group, all: readonly Report[], px: number): Mark {
    const reports = members.map((member) => all[member]).filter((report) => report !== undefined);
    const [first] = reports;
    const isOne = reports.length === 1;
    const isTelling = (one: PointShape) => isOne || (this.#counts.get(one) ?? 0) <= rare;
    const shape = pointShapes.find((one) => isTelling(one) && reports.some((report) => report.shape === one)) ?? 'normal';
    const units = members.reduce((most, member) => {
      const [x, y] = this.#points[member] ?? at;
      return Math.max(most, Math.hypot(x - at[0], y - at[1]));
    }, 0);
    return {
      id: isOne ? (first?.id ?? '') : `${first?.id ?? ''}+${reports.length}`,
      reports,
      shape,
      at,
      offset: [0, 0],
      ring: isOne ? 0 : ringOf(reports.length) * px,
      reach: units * metresAt(at[1]),
      category: reports.every(({ category }) => category === first?.category) ? (first?.category ?? '') : '',
    };
  }
}

/** Radius of a ring in design pixels: its count stands inside. */
function ringOf(count: number): number {
  return Math.max(8 + Math.min(1.4 * Math.log2(count), 10), count < 1000 ? 0 : 20);
}

/** Clusters whose rings would lie over each other join the largest of them, and so do single reports below a ring. */
function joined(groups: readonly Group[], distance: number): readonly Group[] {
  const several = groups.filter(({ members }) => members.length > 1).toSorted((a, b) => b.members.length - a.members.length);
  const places = several.map(({ at }) => at);
  const rings = clusters(places, distance, 2).map(({ members, seed }) => ({
    members: members.flatMap((member) => several[member]?.members ?? []),
    at: several[seed]?.at ?? ([0, 0] as const),
  }));
  const alone = groups.filter(({ members, at }) => {
    if (members.length > 1) return false;
    const ring = rings.find((one) => Math.hypot(one.at[0] - at[0], one.at[1] - at[1]) < distance / 2);
    ring?.members.push(...members);
    return !ring;
  });
  return [...alone, ...rings.map((ring) => ({ ...ring, seed: ring.members[0] ?? 0 }))];
}

function countsOf(reports: readonly Report[]): ReadonlyMap<PointShape, number> {
  const counts = new Map<PointShape, number>();
  for (const { shape } of reports) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  return counts;
}

/** Names stand first: marks below one move to its nearest edge, clusters not onto each other. */
export function giveWay(marks: readonly Mark[], boxes: readonly Box[], camera: Camera, px: number): readonly Mark[] {
  const rings: { readonly at: Point; readonly ring: number; readonly id: string }[] = marks
    .filter(({ ring }) => ring > 0)
    .map(({ at, ring, id }) => ({ at: onScreen(camera, at), ring, id }));
  return marks.map((mark) => {
    const at = onScreen(camera, mark.at);
    const half = mark.ring > 0 ? mark.ring : 5 * px;
    const wide = boxes.map((box) => grown(box, half, half * (mark.ring > 0 ? 0.9 : 0.6)));
    const under = wide.find((box) => isInside(at, box));
    if (!under) return mark;
    const [left, right, up, down] = [under.left - at[0], under.right - at[0], under.top - at[1], under.bottom - at[1]];
    const ways: readonly Point[] = [
      [0, up],
      [0, down],
      [left, 0],
      [right, 0],
      [left, up],
      [right, up],
      [left, down],
      [right, down],
    ];
    const isFree = ([dx, dy]: Point) => {
      const to: Point = [at[0] + dx, at[1] + dy];
      if (wide.some((box) => box !== under && isInside(to, box))) return false;
      return (
        mark.ring === 0 ||
        !rings.some((other) => other.id !== mark.id && Math.hypot(other.at[0] - to[0], other.at[1] - to[1]) < other.ring + mark.ring)
      );
    };
    const offset = ways
      .toSorted((a, b) => Math.hypot(...a) - Math.hypot(...b))
      .find((way) => Math.hypot(...way) <= farthest * px + 2 * mark.ring && isFree(way));
    if (!offset) return mark;
    rings.push({ at: [at[0] + offset[0], at[1] + offset[1]], ring: mark.ring, id: mark.id });
    return { ...mark, offset };
  });
}
