import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Size, Tally } from './tally.ts';

/** Folders in folders at most: links could lead round in circles. */
const deepest = 32;

/** Whether a path names something below the folder that it is read in, on every system. */
export function isPlainPath(path: string): boolean {
  const names = path.split('/');
  return path.length <= 1_000 && names.every((name) => name !== '' && name !== '.' && name !== '..' && !/[\\:\p{Cc}]/u.test(name));
}

/** Copies a file, which must not be there yet, and gives its size and hash. */
export async function copyFile(from: string, to: string): Promise<Size> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const tally = new Tally();
  await pipeline(createReadStream(from), (chunks) => tally.of(chunks), createWriteStream(to, { flags: 'wx', mode: 0o600 }));
  await syncFile(to);
  return tally.result();
}

/** Size and hash of a file. */
export async function measureFile(file: string): Promise<Size> {
  const tally = new Tally();
  await tally.all(createReadStream(file));
  return tally.result();
}

interface Listing {
  /** Paths of files, by names with slashes. */
  readonly files: readonly string[];
  /** What is neither a file nor a folder. */
  readonly others: readonly string[];
}

/** What lies in a folder and below it. Links are others, unless they are followed. */
export async function listFolder(
  folder: string,
  { follows = false, skips = () => false }: { readonly follows?: boolean; readonly skips?: (name: string, path: string) => boolean } = {},
): Promise<Listing> {
  const [files, others]: [string[], string[]] = [[], []];
  const walk = async (path: string, depth: number): Promise<void> => {
    for (const name of (await readdir(join(folder, path))).sort()) {
      const inner = path === '' ? name : `${path}/${name}`;
      const place = resolve(folder, inner);
      if (skips(name, place)) continue;
      const state = await (follows ? stat(place) : lstat(place));
      if (state.isDirectory() && depth < deepest) await walk(inner, depth + 1);
      else (state.isFile() ? files : others).push(inner);
    }
  };
  await walk('', 0);
  return { files, others };
}

/** Waits until the disk has a file. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Waits until the disk has the names in a folder. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
