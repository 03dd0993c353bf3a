import { readFile, stat } from 'node:fs/promises';
import type { L10n } from '@haidang/sdk';
import { MapError } from './faults.ts';

/** A map file that can be used: where it comes from, and its features, not yet looked at. */
export interface Features {
  readonly source: L10n;
  readonly features: readonly Feature[];
}

interface Feature {
  readonly properties?: { readonly [name: string]: unknown };
  readonly geometry?: unknown;
}

const megabyte = 1024 * 1024;
const largest = 20 * megabyte;
/** Names of WGS 84 in the order of GeoJSON, as programs write them. */
const wgs84 = /CRS:?84$|^EPSG:4326$|EPSG:[\d.]*:4326$/i;

/** Reads a GeoJSON file (RFC 7946): a FeatureCollection with the foreign member `source`. Throws a `MapError`. */
export async function readFeatures(file: string): Promise<Features> {
  const value = parse(await read(file));
  const { type, features, source, crs } = isObject(value) ? value : { type: typeof value };
  if (type !== 'FeatureCollection' || !Array.isArray(features)) throw new MapError('', 'not-collection', { found: String(type) });
  const named = isObject(crs) && isObject(crs.properties) ? String(crs.properties.name) : '';
  if (named && !wgs84.test(named)) throw new MapError('/crs', 'wrong-crs', { found: named });
  if (features.length === 0) throw new MapError('/features', 'empty');
  return { source: sourceOf(source), features: features.map((each) => (isObject(each) ? each : {})) };
}

async function read(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > largest) throw new MapError('', 'too-large', { size: Math.ceil(size / megabyte), limit: largest / megabyte });
    return await readFile(file);
  } catch (error) {
    if (error instanceof MapError) throw error;
    // The code alone: the message would tell the path on this machine.
    throw new MapError('', 'unread', { reason: error instanceof Error && 'code' in error ? String(error.code) : String(error) });
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes).normalize('NFC'));
  } catch (error) {
    // Without what stands in the file: everybody reads problems.
    const reason = error instanceof Error ? error.message.replace(/, (?:\.\.\.)?"[\s\S]*" is not valid JSON$/, '') : String(error);
    throw new MapError('', 'not-json', { reason });
  }
}

function sourceOf(source: unknown): L10n {
  const { vi, ...others } = isObject(source) ? source : { vi: source };
  if (typeof vi !== 'string' || vi.trim() === '') throw new MapError('/source', 'source-missing');
  return { vi, ...Object.fromEntries(Object.entries(others).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) };
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
