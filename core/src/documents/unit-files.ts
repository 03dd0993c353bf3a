import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { HaidangError } from '@haidang/sdk';
import { parse } from 'csv-parse/sync';
import type { Unit, UnitLevel, UnitLink } from '../data/units.ts';

type Row = { readonly [column: string]: string };

const levels: ReadonlySet<string> = new Set(['province', 'district', 'ward']);

/** Reads `units.csv`: code, version, level, name, name_en, parent, valid_from, valid_to, longitude, latitude, point_km, legal. `parent` is a code of the same version, or `code@version`. */
export async function readUnits(file: string): Promise<Unit[]> {
  return (await readRows(file)).map((row, index) => {
    const problem = (reason: string) => new HaidangError('bad-file', { file, line: index + 2, reason });
    const { code, version, level, name, parent } = row;
    if (!code || !/^[A-Za-z0-9._-]+$/.test(code)) throw problem(`code: ${JSON.stringify(code ?? '')}`);
    if (!version || !/^\d{4}-\d{2}-\d{2}$/.test(version)) throw problem(`version: ${JSON.stringify(version ?? '')}`);
    if (!level || !isLevel(level)) throw problem(`level: ${JSON.stringify(level ?? '')}`);
    if (!name) throw problem('name');
    const longitude = number(row.longitude);
    const latitude = number(row.latitude);
    const pointKm = number(row.point_km);
    if ((longitude === undefined) !== (latitude === undefined) || Math.abs(longitude ?? 0) > 180 || Math.abs(latitude ?? 0) > 90)
      throw problem('longitude, latitude');
    return {
      key: `${code}@${version}`,
      code,
      version,
      level,
      title: { vi: name.normalize('NFC'), ...(row.name_en && { en: row.name_en }) },
      ...(parent && { parent: parent.includes('@') ? parent : `${parent}@${version}` }),
      validFrom: row.valid_from || version,
      ...(row.valid_to && { validTo: row.valid_to }),
      ...(longitude !== undefined && latitude !== undefined && { point: [longitude, latitude] as const }),
      ...(pointKm !== undefined && { pointKm }),
      ...(row.legal && { legal: row.legal }),
    };
  });
}

/** Reads `unit_links.csv`: from, to (both `code@version`), share_population, share_area. The file may be absent. */
export async function readUnitLinks(file: string): Promise<UnitLink[]> {
  if (!existsSync(file)) return [];
  return (await readRows(file)).map(({ from, to, share_population, share_area }, index) => {
    if (!from?.includes('@') || !to?.includes('@')) throw new HaidangError('unit-version-missing', { file, line: index + 2 });
    const sharePopulation = number(share_population);
    const shareArea = number(share_area);
    return { from, to, ...(sharePopulation !== undefined && { sharePopulation }), ...(shareArea !== undefined && { shareArea }) };
  });
}

async function readRows(file: string): Promise<Row[]> {
  try {
    return parse(await readFile(file), { columns: true, bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    throw new HaidangError('bad-file', { file, reason: error instanceof Error ? error.message : String(error) });
  }
}

function number(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function isLevel(text: string): text is UnitLevel {
  return levels.has(text);
}
