import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import { parse } from 'csv-parse/sync';
import type { Unit, UnitLevel, UnitLink } from '../data/units.ts';

type Row = { readonly [column: string]: string };

const levels: ReadonlySet<string> = new Set(['province', 'district', 'ward']);

/** Reads `units.csv`: code, version, level, name, name_en, parent, valid_from, valid_to, longitude, latitude, point_km, legal. `parent` is a code of the same version, or `code@version`. */
export async function readUnits(file: string): Promise<Unit[]> {
  const seen = new Set<string>();
  return (await readRows(file)).map(({ row, line }) => {
    const problem = (reason: string) => new HaidangError('bad-file', { file, line, reason: `${basename(file)}:${line}: ${reason}` });
    const number = (column: string) => numberOf(row[column], () => problem(`${column}: ${JSON.stringify(row[column])}`));
    const { code, version, level, name, parent } = row;
    if (!code || !/^[A-Za-z0-9._-]+$/.test(code)) throw problem(`code: ${JSON.stringify(code ?? '')}`);
    if (!version || !/^\d{4}-\d{2}-\d{2}$/.test(version)) throw problem(`version: ${JSON.stringify(version ?? '')}`);
    if (!level || !isLevel(level)) throw problem(`level: ${JSON.stringify(level ?? '')}`);
    if (!name) throw problem('name');
    if (seen.has(`${code}@${version}`)) throw problem(`${code}@${version}: doubled`);
    seen.add(`${code}@${version}`);
    const longitude = number('longitude');
    const latitude = number('latitude');
    const pointKm = number('point_km');
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
  return (await readRows(file)).map(({ row: { from, to, share_population, share_area }, line }) => {
    const reason = `${basename(file)}:${line}`;
    if (!from?.includes('@') || !to?.includes('@')) throw new HaidangError('unit-version-missing', { file, line, reason });
    const number = (text: string | undefined) =>
      numberOf(text, () => new HaidangError('bad-file', { file, line, reason: `${reason}: ${text}` }));
    const sharePopulation = number(share_population);
    const shareArea = number(share_area);
    return { from, to, ...(sharePopulation !== undefined && { sharePopulation }), ...(shareArea !== undefined && { shareArea }) };
  });
}

async function readRows(file: string): Promise<{ readonly row: Row; readonly line: number }[]> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
    const read: { record: Row; info: { lines: number } }[] = parse(text, { columns: true, info: true, skip_empty_lines: true, trim: true });
    return read.map(({ record, info }) => ({ row: record, line: info.lines }));
  } catch (error) {
    throw new HaidangError('bad-file', { file, reason: error instanceof Error ? error.message : String(error) });
  }
}

function numberOf(text: string | undefined, problem: () => HaidangError): number | undefined {
  if (!text) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) throw problem();
  return value;
}

function isLevel(text: string): text is UnitLevel {
  return levels.has(text);
}
