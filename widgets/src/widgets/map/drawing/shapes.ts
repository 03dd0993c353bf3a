import type { Geography, GeographyUnit, GeoPosition } from '@haidang/sdk';
import { archipelagos } from '../archipelagos.ts';
import type { MapOptions } from '../definition.ts';
import type { Place } from '../figures/places.ts';
import { anchorOf } from '../geometry/anchor.ts';
import { cells } from '../geometry/cells.ts';
import { clipToConvex } from '../geometry/clip.ts';
import { hexagons } from '../geometry/hexagons.ts';
import { outerEdges } from '../geometry/outer-edges.ts';
import {
  type Box,
  boxOf,
  cornersOf,
  grown,
  holds,
  isInside,
  type Point,
  type Polygon,
  polygonsOf,
  type Ring,
  toPlane,
} from '../geometry/plane.ts';

/** What the shapes of units are: true boundaries, or one of the schematics. */
export type Basis = 'boundaries' | 'cells' | 'hexagons' | 'none';

/** A unit on the plane. */
export interface UnitShape {
  readonly key: string;
  readonly polygons: readonly Polygon[];
  readonly box: Box;
  /** Where its name stands; worked out when it is first asked for, as most of many units have no room for a name. */
  readonly anchor: () => Point;
}

/** All that a map is drawn from, on the plane. */
export interface Shapes {
  readonly basis: Basis;
  readonly units: readonly UnitShape[];
  /** Land of the locality. */
  readonly outline: readonly Polygon[];
  /** Land around it. Without, nobody knows what is sea. */
  readonly land: readonly Polygon[] | undefined;
  /** Rim of all land, as lines: what the depth of the sea is drawn from. Empty where nobody knows what is sea. */
  readonly shore: readonly (readonly Point[])[];
  readonly roads: readonly (readonly Point[])[];
  readonly former: readonly Polygon[];
  readonly home: Box | undefined;
  /** Reaches over more than one province, or is of one that an archipelago belongs to. */
  readonly isNational: boolean;
}

/** A map of nothing. */
export const noShapes: Shapes = {
  basis: 'none',
  units: [],
  outline: [],
  land: undefined,
  shore: [],
  roads: [],
  former: [],
  home: undefined,
  isNational: false,
};

/** Degrees of the plane: a box wider than this is more than a province. */
const wide = 5 * (2 ** 20 / 360);

/** Works out the shapes: boundaries where at least half of the units have one, else what the options say or cells round their points. */
export function shapesOf({
  places,
  former,
  geography,
  shape = 'auto',
  isWide = false,
}: {
  readonly places: readonly Place[];
  readonly former: readonly GeographyUnit[];
  readonly geography: Geography | undefined;
  readonly shape?: MapOptions['shape'];
  /** One may look at the whole country. */
  readonly isWide?: boolean;
}): Shapes {
  const outline = geography?.outline ? polygonsOf(geography.outline) : [];
  const withBoundary = places.filter(({ boundary }) => boundary).length;
  const basis = basisFor(places, withBoundary, shape);
  const units = unitShapes(places, basis, outline);
  const home = boxOf(units.flatMap(({ box }) => cornersOf(box))) ?? boxOf(outline.flat(2));
  const isNational =
    provincesOf(places, geography) > 1 ||
    hasArchipelago(places, geography) ||
    (home !== undefined && Math.max(home.right - home.left, home.bottom - home.top) > wide);
  const whole = geography?.land && polygonsOf(geography.land);
  const land = whole && home && !isWide && !isNational ? clipToConvex(whole, frameOf(home)) : whole;
  return {
    basis: units.length === 0 ? 'none' : basis,
    units,
    outline,
    land,
    shore: land ? [...outerEdges(land), ...outerEdges(outline.length > 0 ? outline : units.flatMap(({ polygons }) => polygons))] : [],
    roads: (geography?.roads?.coordinates ?? []).map((line) => line.map(toPlane)),
    former: basis === 'boundaries' ? former.flatMap(({ boundary }) => (boundary ? polygonsOf(boundary) : [])) : [],
    home,
    isNational,
  };
}

/** The unit at a place, if any. */
export function unitAt({ units }: Shapes, point: Point): UnitShape | undefined {
  return units.find(({ box, polygons }) => isInside(point, box) && holds(polygons, point));
}

/** How many provinces units are of, or lie in. */
function provincesOf(places: readonly Place[], geography: Geography | undefined): number {
  const units = new Map((geography?.units ?? []).map((unit) => [unit.key, unit]));
  const provinceOf = ({ key, level, parent, validTo }: Partial<Place>): string | undefined => {
    const above = parent === undefined ? undefined : units.get(parent);
    if (level === 'province') return key;
    if (above) return provinceOf(above);
    // Since 2025 a ward lies in a province at once; before, a district was between them.
    return validTo === undefined ? parent : undefined;
  };
  return new Set(places.flatMap((place) => provinceOf(place) ?? [])).size;
}

/** Whether one of the units, or of those of the locality, lies in an archipelago. */
function hasArchipelago(places: readonly Place[], geography: Geography | undefined): boolean {
  const boxes = archipelagos.flatMap(({ features }) => boxOf(features.map(({ at }) => toPlane(at))) ?? []);
  const isThere = (at: GeoPosition) => boxes.some((box) => isInside(toPlane(at), box));
  return [...places, ...(geography?.units ?? []).filter(({ own }) => own)].some(
    ({ point, boundary }) =>
      (point && isThere(point)) ||
      (boundary && (boundary.type === 'Polygon' ? [boundary.coordinates] : boundary.coordinates).some((rings) => rings[0]?.some(isThere))),
  );
}

function basisFor(places: readonly Place[], withBoundary: number, shape: MapOptions['shape']): Exclude<Basis, 'none'> {
  if (shape === 'cells' || shape === 'hexagons') return shape;
  return withBoundary > 0 && withBoundary >= places.length / 2 ? 'boundaries' : 'cells';
}

function unitShapes(places: readonly Place[], basis: Exclude<Basis, 'none'>, outline: readonly Polygon[]): readonly UnitShape[] {
  const surfaces = basis === 'boundaries' ? places.map(boundaryOf) : schematic(places, basis, outline);
  return places.flatMap(({ key }, index) => {
    const polygons = surfaces[index] ?? [];
    const box = boxOf(polygons.flat(2));
    return box ? [{ key, polygons, box, anchor: anchorIn(polygons, box) }] : [];
  });
}

function anchorIn(polygons: readonly Polygon[], box: Box): () => Point {
  let known: Point | undefined;
  return () => {
    known ??= anchorOf(polygons) ?? [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    return known;
  };
}

function schematic(places: readonly Place[], basis: 'cells' | 'hexagons', outline: readonly Polygon[]): readonly (readonly Polygon[])[] {
  const placed = places.flatMap((place, index) => {
    const at = place.point ? toPlane(place.point) : anchorOf(boundaryOf(place));
    return at ? [{ index, at }] : [];
  });
  const points = placed.map(({ at }) => at);
  const made = basis === 'hexagons' ? hexagons(points) : cells(points, outline.length > 0 ? outline : undefined);
  const surfaces: (readonly Polygon[])[] = places.map(() => []);
  for (const [place, { index }] of placed.entries()) surfaces[index] = made[place] ?? [];
  return surfaces;
}

function boundaryOf({ boundary }: Place): readonly Polygon[] {
  return boundary ? polygonsOf(boundary) : [];
}

/** Land farther than this from a locality, in its own widths, is never in sight. */
const far = 5;

function frameOf(home: Box): Ring {
  return cornersOf(grown(home, Math.max(home.right - home.left, home.bottom - home.top) * far));
}
