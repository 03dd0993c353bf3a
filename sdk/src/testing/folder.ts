import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files by path; what is no text is written as JSON. */
export interface FolderFiles {
  readonly [path: string]: string | object;
}

/** Makes a folder that holds these files, outside of any workspace. */
export async function makeFolder(files: FolderFiles): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'haidang-test-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Runs a block with such a folder, which is gone afterwards. */
export async function withFolder<T>(files: FolderFiles, run: (folder: string) => Promise<T>): Promise<T> {
  const { folder, remove } = await makeFolder(files);
  try {
    return await run(folder);
  } finally {
    await remove();
  }
}
