import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureFile } from '../../../../core/src/backup/files.ts';
import { type BackedFile, type Manifest, writeManifest } from '../../../../core/src/backup/manifest.ts';

/** A backup that may be spoilt. */
export interface Victim {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Another backup of the same centre. */
  readonly other: string;
}

export interface Damage {
  readonly name: string;
  readonly only?: Manifest['kind'];
  spoil(victim: Victim): void | Promise<void>;
}

/** The table that has most rows. */
export const readings = 'd_test__reading';

/** A file of each sort. */
export function samples({ manifest }: Victim): readonly string[] {
  const rows = manifest.files.map(({ path }) => path);
  return [...new Set([rows[0], rows.find((path) => path.includes(readings)), rows.at(-1)])].filter((path) => path !== undefined);
}

/** The file of the database, or of the table that has most rows. */
export function dataFile({ folder, manifest }: Victim): string {
  const found = manifest.files.find(({ path }) => path === 'haidang.sqlite' || path.includes(readings));
  return join(folder, found?.path ?? '');
}

/** All files of a backup, the manifest too. */
export function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Flips one bit in the middle of a file. */
export function flip(file: string, at = 0.5): void {
  const bytes = readFileSync(file);
  const index = Math.floor(bytes.length * at);
  bytes[index] = (bytes[index] ?? 0) ^ 4;
  writeFileSync(file, bytes);
}

/** Makes the manifest say what the files now are, as somebody would who knows how. */
export async function resign({ folder, manifest }: Victim, change: (manifest: Manifest) => Manifest = (same) => same): Promise<void> {
  const files: BackedFile[] = [];
  for (const { path, ...said } of manifest.files) {
    const file = join(folder, path);
    files.push({ path, ...(existsSync(file) ? await measureFile(file) : said) });
  }
  await writeManifest(folder, change({ ...manifest, files }));
}
