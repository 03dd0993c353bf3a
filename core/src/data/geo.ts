import type { Json } from '@haidang/sdk';
import { positionOf } from './cells.ts';
import type { Fault } from './faults.ts';
import type { Unit } from './units.ts';

const earthRadiusKm = 6371;
/** A point further from its unit than this is taken for a mistake. */
const farKm = 100;
const zero = 1e-6;

const geometries: { readonly [format: string]: readonly string[] } = {
  'geo-line': ['LineString', 'MultiLineString'],
  'geo-polygon': ['Polygon', 'MultiPolygon'],
};

/** Great-circle distance in kilometres. */
function distanceKm(a: readonly [number, number], b: readonly [number, number]): number {
  const radians = Math.PI / 180;
  const [longitudeA, latitudeA] = [a[0] * radians, a[1] * radians];
  const [longitudeB, latitudeB] = [b[0] * radians, b[1] * radians];
  const h =
    Math.sin((latitudeB - latitudeA) / 2) ** 2 + Math.cos(latitudeA) * Math.cos(latitudeB) * Math.sin((longitudeB - longitudeA) / 2) ** 2;
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** What is wrong with a position: outside WGS 84, at 0,0, or far from the unit of its row. `swapped` says that it would fit with longitude and latitude exchanged. */
export function positionFault(field: string, value: Json, unit: Unit | undefined): Fault | undefined {
  const position = positionOf(value);
  if (!position) return undefined;
  const [longitude, latitude] = position;
  const home = unit?.point;
  const isSwapped = () =>
    isOnEarth(latitude, longitude) && (home ? distanceKm([latitude, longitude], home) <= farKm : !isOnEarth(longitude, latitude));
  if (!isOnEarth(longitude, latitude))
    return { field, value, reason: 'out-of-range', details: { longitude: [-180, 180], latitude: [-90, 90], swapped: isSwapped() } };
  if (Math.abs(longitude) < zero && Math.abs(latitude) < zero) return { field, value, reason: 'at-zero' };
  if (!home) return undefined;
  const km = distanceKm(position, home);
  return km > farKm
    ? { field, value, reason: 'far-from-unit', details: { unit: unit.key, km: Math.round(km), most: farKm, swapped: isSwapped() } }
    : undefined;
}

/** What is wrong with a line or polygon: another geometry, or positions that are none. */
export function geometryFault(field: string, format: 'geo-line' | 'geo-polygon', value: Json): Fault | undefined {
  const known = geometries[format] ?? [];
  if (typeof value !== 'object' || value === null || !('type' in value) || !('coordinates' in value))
    return { field, reason: 'wrong-type', details: { allowed: known } };
  if (typeof value.type !== 'string' || !known.includes(value.type) || !Array.isArray(value.coordinates))
    return { field, reason: 'wrong-type', details: { allowed: known } };
  return holdsPositionsOnly(value.coordinates)
    ? undefined
    : { field, reason: 'out-of-range', details: { longitude: [-180, 180], latitude: [-90, 90] } };
}

function holdsPositionsOnly(coordinates: readonly Json[]): boolean {
  const [first, second] = coordinates;
  if (typeof first === 'number') return typeof second === 'number' && isOnEarth(first, second);
  return coordinates.length > 0 && coordinates.every((inner) => Array.isArray(inner) && holdsPositionsOnly(inner));
}

function isOnEarth(longitude: number, latitude: number): boolean {
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
}
