import type { CatalogUnit } from './catalog.ts';
import type { L10n } from './schema.ts';

/**
 * What the maps of a centre are drawn from: answer of `GET /api/geography`. Shapes are GeoJSON geometries (RFC 7946) in degrees of
 * WGS 84, longitude first, rings closed. All but the units is there only when the locality supplies it.
 */
export interface Geography {
  readonly units: readonly GeographyUnit[];
  /** Land of the locality: schematic cells are clipped to it. */
  readonly outline?: GeoArea;
  /** Neighbouring land, drawn below the units. */
  readonly land?: GeoArea;
  readonly roads?: GeoLines;
  /** Where the shapes come from, said on every map that draws them. */
  readonly sources: readonly L10n[];
  /** Changes when any of the above does. */
  readonly version: string;
}

/** An administrative unit with its boundary, where the locality supplies one. Without, a map draws a schematic cell round its point and says so. */
export interface GeographyUnit extends CatalogUnit {
  readonly boundary?: GeoArea;
}

/** Longitude from −180 to 180, latitude from −90 to 90, in degrees. */
export type GeoPosition = readonly [longitude: number, latitude: number];

/** A closed line: first and last position are the same. */
export type GeoRing = readonly GeoPosition[];

/** A surface: each polygon is its outer ring and the holes in it. */
export type GeoArea =
  | { readonly type: 'Polygon'; readonly coordinates: readonly GeoRing[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly GeoRing[])[] };

/** Lines, such as roads. */
export interface GeoLines {
  readonly type: 'MultiLineString';
  readonly coordinates: readonly (readonly GeoPosition[])[];
}
