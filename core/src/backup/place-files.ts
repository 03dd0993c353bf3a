import { mkdir, mkdtemp, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { copyFile, listFolder, measureFile, syncFolder } from './files.ts';
import { isOfLocality, localityFolder } from './locality-files.ts';
import type { BackedFile, Manifest } from './manifest.ts';

/** Puts the files of a locality into a folder that gets its name when all of them are there. */
export async function placeFiles(from: string, manifest: Manifest, folder: string): Promise<void> {
  if (await holdsFiles(folder, manifest)) return;
  await mkdir(dirname(folder), { recursive: true });
  const part = await mkdtemp(`${folder}.part-`);
  try {
    for (const { path } of filesOf(manifest)) await copyFile(join(from, localityFolder, path), join(part, path));
    // An empty folder gives way, a filled one does not.
    await mkdir(folder, { recursive: true });
    await rmdir(folder);
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
  await syncFolder(dirname(folder));
}

/** Whether a folder holds the files of the locality as they were backed up, and nothing else. */
export async function holdsFiles(folder: string, manifest: Manifest): Promise<boolean> {
  const expected = new Map(filesOf(manifest).map(({ path, ...size }) => [path, size]));
  const found = await listFolder(folder).catch(() => undefined);
  if (!found || found.others.length > 0 || found.files.length !== expected.size) return false;
  for (const path of found.files) if (!isDeepStrictEqual(await measureFile(join(folder, path)), expected.get(path))) return false;
  return true;
}

/** Files of the locality, by their paths within it. */
function filesOf({ files }: Manifest): readonly BackedFile[] {
  return files.filter(({ path }) => isOfLocality(path)).map((file) => ({ ...file, path: file.path.slice(localityFolder.length + 1) }));
}
