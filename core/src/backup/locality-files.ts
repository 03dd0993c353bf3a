import { join, resolve } from 'node:path';
import { HaidangError } from '@haidang/sdk';
import { copyFile, isPlainPath, listFolder } from './files.ts';
import type { BackedFile } from './manifest.ts';

/** Where the files of a locality stand in a backup. */
export const localityFolder = 'locality';

export function isOfLocality(path: string): boolean {
  return path.startsWith(`${localityFolder}/`);
}

/** Copies the files of a locality into a backup: pages, units, maps, whatever stands there but hidden files and folders that are named. */
export async function backFiles(folder: string, out: string, without: readonly string[]): Promise<readonly BackedFile[]> {
  const left = new Set(without.map((path) => resolve(path)));
  const skips = (name: string, path: string) => name.startsWith('.') || name === 'node_modules' || left.has(path);
  const { files, others } = await listFolder(folder, { follows: true, skips });
  const strange = others[0] ?? files.find((path) => !isPlainPath(path));
  if (strange !== undefined)
    throw new HaidangError('bad-file', {
      file: strange,
      reason: { vi: `Không sao lưu được ${strange}: không phải tệp thường.`, en: `${strange} cannot be backed up: it is no plain file.` },
    });
  const backed: BackedFile[] = [];
  for (const path of files) {
    const inner = `${localityFolder}/${path}`;
    backed.push({ path: inner, ...(await copyFile(join(folder, path), join(out, inner))) });
  }
  return backed;
}
