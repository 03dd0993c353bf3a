import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { build, type Rolldown } from 'vite';
import type { Findings } from './findings.ts';
import { ownSdk } from './own-sdk.ts';

const entries = ['plugin.ts', 'src/plugin.ts', 'plugin.js', 'src/plugin.js'];

/** What `plugin.ts` exports, bundled and run once. Nothing when there is none or it fails. */
export async function loadPlugin(folder: string, findings: Findings): Promise<{ readonly [part: string]: unknown } | undefined> {
  const entry = entries.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (!entry) {
    findings.error(['plugin.ts'], 'is not there', 'Write plugin.ts (or src/plugin.ts) with export default definePlugin({ … })');
    return undefined;
  }
  try {
    const plugin = await run(await bundle(folder, entry));
    if (typeof plugin === 'object' && plugin !== null && !Array.isArray(plugin)) return plugin as { readonly [part: string]: unknown };
    findings.error(['plugin.ts'], 'has no default export that is a plugin', 'Write export default definePlugin({ … })');
  } catch (error) {
    findings.error(['plugin.ts'], said(error, folder), 'Mend the code; the plugin is run once when it is built');
  }
  return undefined;
}

async function bundle(folder: string, entry: string): Promise<string> {
  const result = await build({
    root: folder,
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: 'silent',
    resolve: { alias: ownSdk },
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      write: false,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { format: 'es', codeSplitting: false } },
    },
  });
  const [output] = [result].flat() as Rolldown.RolldownOutput[];
  const chunk = output?.output.find((part) => part.type === 'chunk' && part.isEntry);
  if (chunk?.type !== 'chunk') throw new Error('nothing was bundled');
  return chunk.code;
}

async function run(code: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'haidang-plugin-'));
  try {
    const file = join(folder, 'plugin.mjs');
    await writeFile(file, code);
    const module: { readonly default?: unknown } = await import(/* @vite-ignore */ pathToFileURL(file).href);
    return module.default;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The message of a failure without colours and without the path of this machine. */
export function said(error: unknown, folder: string): string {
  const text = error instanceof Error ? error.message : String(error);
  return stripVTControlCharacters(text)
    .replace(/\n+Stack backtrace:[\s\S]*$/, '')
    .replace(/^Build failed with \d+ errors?:\s*/, '')
    .replaceAll(`${folder}/`, '')
    .trim();
}
