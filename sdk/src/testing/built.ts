import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PluginManifest } from '../manifest.ts';

const made: ReadonlySet<string> = new Set(['dist', 'dist-types', 'node_modules']);

/** Builds a plugin whose source is newer than its `dist/`, and gives who it is. */
export async function buildStale(folder: string): Promise<Pick<PluginManifest, 'id' | 'version'>> {
  const built = await changedAt(join(folder, 'dist', 'manifest.json'));
  if (built <= (await newest(folder))) {
    // Vite is loaded only when there is something to build.
    const { buildPlugin } = await import('../cli/build.ts');
    const { errors } = await buildPlugin({ folder });
    if (errors.length > 0)
      throw new Error(
        `${folder} cannot be built:\n${errors.map(({ path, message, fix }) => `${path}  ${message}\n    ${fix}`).join('\n')}`,
      );
  }
  return JSON.parse(await readFile(join(folder, 'dist', 'plugin.json'), 'utf8'));
}

async function newest(folder: string): Promise<number> {
  let latest = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (made.has(entry.name) || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? await newest(path) : await changedAt(path));
  }
  return latest;
}

async function changedAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return 0;
  }
}
