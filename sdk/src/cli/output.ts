import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { canonical } from '../documents/canonical.ts';
import { sha256 } from '../documents/hash.ts';
import type { FileList } from '../manifest.ts';
import type { Files } from './bundle.ts';

/** What the build owns in `dist/`; other steps may keep theirs beside. */
const own = ['plugin.json', 'manifest.json', 'messages', 'widgets'];

/** The list of all files of a built plugin with their SHA-256. */
function listFiles(files: Files): FileList {
  return { format: 1, files: Object.fromEntries([...files].map(([path, content]) => [path, sha256(content)])) };
}

/** Writes a built plugin in place of the one before. The list of files goes last: without it there is no plugin. */
export async function writeOutput(dist: string, files: Files): Promise<void> {
  for (const name of own) await rm(join(dist, name), { recursive: true, force: true });
  for (const [path, content] of [...files, ['manifest.json', canonical(listFiles(files))] as const]) {
    const file = join(dist, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
