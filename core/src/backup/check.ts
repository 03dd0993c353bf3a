import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { damaged } from './damage.ts';
import { listFolder, measureFile } from './files.ts';
import { isOfLocality } from './locality-files.ts';
import { type Manifest, manifestFile, readManifest } from './manifest.ts';
import { checkPostgresFiles } from './postgres/check.ts';
import { checkSqliteFile } from './sqlite/check.ts';
import { SqliteFile } from './sqlite/file.ts';
import { databaseFile } from './sqlite/take.ts';

/** Reads a whole backup and refuses one that is not as it was made: nothing missing, nothing more, nothing changed. Gives its manifest. */
export async function checkBackup(folder: string, progress: (share: number) => void = () => {}): Promise<Manifest> {
  const manifest = await readManifest(folder);
  await refuseOthers(folder, manifest);
  const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 1);
  let done = 0;
  for (const { path, ...expected } of manifest.files) {
    const found = await measureFile(join(folder, path));
    if (!isDeepStrictEqual(found, expected))
      throw damaged(path, { vi: `${path} không giống lúc sao lưu.`, en: `${path} is not as it was backed up.` });
    done += expected.bytes;
    progress((done / total) * 0.5);
  }
  if (manifest.kind === 'postgres') await checkPostgresFiles(folder, manifest, (share) => progress(0.5 + share * 0.5));
  else await checkDatabaseFile(folder, manifest);
  return manifest;
}

async function refuseOthers(folder: string, { files }: Manifest): Promise<void> {
  const named = new Set([manifestFile, ...files.map(({ path }) => path)]);
  const found = await listFolder(folder);
  const strange = found.others[0] ?? found.files.find((path) => !named.has(path));
  if (strange !== undefined)
    throw damaged(strange, { vi: `${strange} không thuộc bản sao lưu này.`, en: `${strange} does not belong to this backup.` });
  const there = new Set(found.files);
  const missing = [...named].find((path) => !there.has(path));
  if (missing !== undefined) throw damaged(missing, { vi: `Thiếu ${missing}.`, en: `${missing} is missing.` });
}

async function checkDatabaseFile(folder: string, { tables, files }: Manifest): Promise<void> {
  const own = files.map(({ path }) => path).filter((path) => !isOfLocality(path));
  if (own.join() !== databaseFile)
    throw damaged(databaseFile, {
      vi: `Bản sao lưu SQLite phải có đúng một ${databaseFile}.`,
      en: `A backup of SQLite has one ${databaseFile}.`,
    });
  const file = await SqliteFile.readOnly(join(folder, databaseFile));
  try {
    await checkSqliteFile(file, tables);
  } finally {
    await file.close();
  }
}
