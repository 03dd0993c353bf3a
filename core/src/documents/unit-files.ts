import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { HaidangError } from '@haidang/sdk';
import { parse } from 'csv-parse/sync';
import { fallbackParents } from '../data/units/parents.ts';
import { type Unit, type UnitLevel, type UnitLink, unitChanges, unitTypes } from '../data/units.ts';

type Row = { readonly [column: string]: string };

/** A line of one of the lists, and where it stands. */
interface Line {
  readonly row: Row;
  /** "units/2026-04-30.csv:7". */
  readonly place: string;
  readonly file: string;
  readonly line: number;
}

const levels: readonly UnitLevel[] = ['province', 'district', 'ward'];

/** Reads `units.csv` and `units/*.csv` of a locality: code, version, level, type, name, name_en, parent, valid_from, valid_to, longitude, latitude, point_km, population, area_km2, legal. `parent` is `code@version`, or a code: of the same version, else of the newest list before it. */
export async function readUnits(folder: string): Promise<Unit[]> {
  const seen = new Map<string, string>();
  const units = (await readLists(folder, 'units', 'required')).map((at) => {
    const unit = readUnit(at);
    const other = seen.get(unit.key);
    if (other !== undefined) throw problem(at, `${unit.key}: doubled (${other})`);
    seen.set(unit.key, at.place);
    return unit;
  });
  return fallbackParents(units);
}

function readUnit(at: Line): Unit {
  const { code, version, level, name, name_en, parent, valid_from, valid_to, legal, type } = at.row;
  if (!code || !/^[A-Za-z0-9._-]+$/.test(code)) throw problem(at, `code: ${JSON.stringify(code ?? '')}`);
  if (!version || !/^\d{4}-\d{2}-\d{2}$/.test(version)) throw problem(at, `version: ${JSON.stringify(version ?? '')}`);
  const known = levels.find((each) => each === level);
  if (!known) throw problem(at, `level: ${JSON.stringify(level ?? '')}`);
  if (!name) throw problem(at, 'name');
  const longitude = numberOf(at, 'longitude', -180, 180);
  const latitude = numberOf(at, 'latitude', -90, 90);
  const pointKm = numberOf(at, 'point_km');
  const population = numberOf(at, 'population', 0);
  const areaKm2 = numberOf(at, 'area_km2', 0);
  if ((longitude === undefined) !== (latitude === undefined)) throw problem(at, 'longitude, latitude');
  if (population !== undefined && !Number.isSafeInteger(population)) throw problem(at, `population: ${population}`);
  const unitType = oneOf(at, 'type', type, unitTypes);
  return {
    key: `${code}@${version}`,
    code,
    version,
    level: known,
    title: { vi: name.normalize('NFC'), ...(name_en && { en: name_en }) },
    ...(parent && { parent: parent.includes('@') ? parent : `${parent}@${version}` }),
    validFrom: valid_from || version,
    ...(valid_to && { validTo: valid_to }),
    ...(longitude !== undefined && latitude !== undefined && { point: [longitude, latitude] as const }),
    ...(pointKm !== undefined && { pointKm }),
    ...(legal && { legal }),
    ...(unitType && { type: unitType }),
    ...(population !== undefined && { population }),
    ...(areaKm2 !== undefined && { areaKm2 }),
  };
}

/** Reads `unit_links.csv` and `unit_links/*.csv` of a locality: from, to (both `code@version`), change_type, share_population, share_area, resolution. There may be none. */
export async function readUnitLinks(folder: string): Promise<UnitLink[]> {
  const seen = new Map<string, string>();
  return (await readLists(folder, 'unit_links', 'optional')).map((at) => {
    const { from, to, change_type, resolution, legal } = at.row;
    if (!from?.includes('@') || !to?.includes('@'))
      throw new HaidangError('unit-version-missing', { file: at.file, line: at.line, reason: at.place });
    const name = `${from} → ${to}`;
    const other = seen.get(name);
    if (other !== undefined) throw problem(at, `${name}: doubled (${other})`);
    seen.set(name, at.place);
    const sharePopulation = numberOf(at, 'share_population', 0, 1);
    const shareArea = numberOf(at, 'share_area', 0, 1);
    const change = oneOf(at, 'change_type', change_type, unitChanges);
    const text = resolution || legal;
    return {
      from,
      to,
      ...(sharePopulation !== undefined && { sharePopulation }),
      ...(shareArea !== undefined && { shareArea }),
      ...(change && { change }),
      ...(text && { resolution: text }),
    };
  });
}

/** Lists of a locality: one file, or any number of them in a folder, as CSV or gzip of it. */
async function readLists(folder: string, name: 'units' | 'unit_links', need: 'required' | 'optional'): Promise<readonly Line[]> {
  const more = join(folder, name);
  const inFolder = existsSync(more) ? (await readdir(more)).filter((file) => /\.csv(?:\.gz)?$/.test(file)).sort() : [];
  const single = existsSync(join(folder, `${name}.csv`)) || (need === 'required' && inFolder.length === 0) ? [`${name}.csv`] : [];
  const lines: Line[] = [];
  for (const file of [...single, ...inFolder.map((each) => `${name}/${each}`)]) lines.push(...(await readRows(folder, file)));
  return lines;
}

async function readRows(folder: string, name: string): Promise<readonly Line[]> {
  const file = join(folder, name);
  try {
    const content = await readFile(file);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(name.endsWith('.gz') ? await promisify(gunzip)(content) : content);
    const read: { record: Row; info: { lines: number } }[] = parse(text, { columns: true, info: true, skip_empty_lines: true, trim: true });
    return read.map(({ record, info }) => ({ row: record, place: `${name}:${info.lines}`, file, line: info.lines }));
  } catch (error) {
    throw new HaidangError('bad-file', { file, reason: error instanceof Error ? error.message : String(error) });
  }
}

function numberOf(at: Line, column: string, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): number | undefined {
  const text = at.row[column];
  if (!text) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value < least || value > most) throw problem(at, `${column}: ${JSON.stringify(text)}`);
  return value;
}

function oneOf<T extends string>(at: Line, column: string, text: string | undefined, values: readonly T[]): T | undefined {
  if (!text) return undefined;
  const value = values.find((each) => each === text);
  if (!value) throw problem(at, `${column}: ${JSON.stringify(text)}; ${values.join(', ')}`);
  return value;
}

function problem({ file, line, place }: Line, reason: string): HaidangError {
  return new HaidangError('bad-file', { file, line, reason: `${place}: ${reason}` });
}
