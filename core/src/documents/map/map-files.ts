import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GeoArea, GeoLines, L10n } from '@haidang/sdk';
import { MapError, type MapFault } from './faults.ts';
import { type Features, readFeatures } from './features.ts';
import { areaOf, linesOf, multiLineOf, polygonsOf } from './geometry.ts';
import { simplify } from './simplify.ts';

/** Shapes that a locality supplies in its folder `map/`, and what is wrong with the rest. */
export interface MapFiles {
  /** By unit. */
  readonly boundaries: ReadonlyMap<string, GeoArea>;
  readonly outline?: GeoArea;
  readonly land?: GeoArea;
  readonly roads?: GeoLines;
  readonly sources: readonly L10n[];
  readonly hash: string;
  readonly faults: readonly MapFault[];
}

export const noMapFiles: MapFiles = { boundaries: new Map(), sources: [], hash: '', faults: [] };

const names = ['units.geojson', 'outline.geojson', 'land.geojson', 'roads.geojson'] as const;
type Name = (typeof names)[number];

/** So many faults of a file are told one by one. */
const told = 20;

/** Reads `map/` of a locality. A wrong boundary is left out alone; an outline, land or roads with a fault as a whole. Never throws. */
export async function readMapFiles(folder: string, units: ReadonlySet<string>): Promise<MapFiles> {
  const faults: MapFault[] = [];
  const sources: L10n[] = [];
  const { found, unknown } = await listFiles(join(folder, 'map'), faults);
  for (const file of unknown) faults.push({ file, path: '', code: 'unknown-file', details: { names: names.join(', ') } });

  /** What a file gives, undefined when it is not there or its shapes cannot be used. */
  const use = async <T>(name: Name, make: (features: Features) => T | undefined): Promise<T | undefined> => {
    if (!found.has(name)) return undefined;
    try {
      const features = await readFeatures(join(folder, 'map', name));
      const made = make(features);
      if (made === undefined) return undefined;
      if (!sources.some((each) => JSON.stringify(each) === JSON.stringify(features.source))) sources.push(features.source);
      return made;
    } catch (error) {
      faults.push(faultOf(name, error));
      return undefined;
    }
  };
  const boundaries = (await use('units.geojson', ({ features }) => boundariesOf(features, units, faults))) ?? new Map<string, GeoArea>();
  const area = ({ features }: Features) => areaOf(features.flatMap(({ geometry }, index) => polygonsOf(geometry, at(index))));
  const outline = await use('outline.geojson', area);
  const land = await use('land.geojson', area);
  const roads = await use('roads.geojson', ({ features }) =>
    multiLineOf(features.flatMap(({ geometry }, index) => linesOf(geometry, at(index)))),
  );
  const shapes = { ...(outline && { outline }), ...(land && { land }), ...(roads && { roads }), sources };
  const hash = createHash('sha256')
    .update(JSON.stringify([[...boundaries], shapes]))
    .digest('hex');
  return { boundaries, ...shapes, hash, faults };
}

function boundariesOf(features: Features['features'], units: ReadonlySet<string>, faults: MapFault[]): Map<string, GeoArea> | undefined {
  const file = 'units.geojson';
  const boundaries = new Map<string, GeoArea>();
  const wrong: MapFault[] = [];
  for (const [index, { properties, geometry }] of features.entries()) {
    try {
      const unit = properties?.unit;
      const path = `/features/${index}/properties/unit`;
      if (typeof unit !== 'string' || unit === '') throw new MapError(path, 'unit-missing');
      if (!units.has(unit)) throw new MapError(path, 'unknown-unit', { unit });
      if (boundaries.has(unit)) throw new MapError(path, 'doubled', { unit });
      boundaries.set(unit, areaOf(polygonsOf(geometry, at(index))));
    } catch (error) {
      wrong.push(faultOf(file, error));
    }
  }
  faults.push(...wrong.slice(0, told));
  if (wrong.length > told) faults.push({ file, path: '', code: 'more', details: { n: wrong.length - told } });
  return boundaries.size > 0 ? simplify(boundaries) : undefined;
}

async function listFiles(folder: string, faults: MapFault[]): Promise<{ found: ReadonlySet<string>; unknown: readonly string[] }> {
  try {
    const files = await readdir(folder);
    const known: ReadonlySet<string> = new Set(names);
    return { found: new Set(files), unknown: files.filter((name) => /json$/i.test(name) && !known.has(name)).sort() };
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (reason !== 'ENOENT') faults.push({ file: '', path: '', code: 'unread', details: { reason } });
    return { found: new Set(), unknown: [] };
  }
}

function at(index: number): string {
  return `/features/${index}/geometry`;
}

function faultOf(file: string, error: unknown): MapFault {
  if (!(error instanceof MapError)) throw error;
  const { path, code, details } = error;
  return { file, path, code, details };
}
