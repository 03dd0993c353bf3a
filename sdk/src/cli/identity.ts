import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PluginManifest } from '../manifest.ts';
import type { PluginPackage } from '../plugin.ts';
import type { Findings } from './findings.ts';

/** Who a plugin is: what `package.json` says under "haidang". */
export type Identity = Pick<PluginManifest, 'id' | 'version' | 'sdk' | 'icon' | 'needs' | 'capabilities'>;

const known: ReadonlySet<string> = new Set(['id', 'sdk', 'icon', 'needs', 'capabilities']);

/** Reads who the plugin is. Nothing when the folder holds no plugin. */
export async function readIdentity(folder: string, findings: Findings): Promise<Identity | undefined> {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) {
    findings.error(['package.json'], 'is not there', `Run the tool in the folder of a plugin; ${folder} is none`);
    return undefined;
  }
  let content: { readonly name?: unknown; readonly version?: unknown; readonly haidang?: unknown };
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    findings.error(['package.json'], `is not JSON: ${error instanceof Error ? error.message : String(error)}`, 'Mend the file');
    return undefined;
  }
  const { name, version, haidang } = content;
  if (typeof haidang !== 'object' || haidang === null) {
    findings.error(['package.json', 'haidang'], 'is missing', 'Add "haidang": { "sdk": "^0.1.0" }');
    return undefined;
  }
  for (const key of Object.keys(haidang))
    if (!known.has(key))
      findings.error(['package.json', 'haidang', key], 'is not known here', `Take it out; known are ${[...known].join(', ')}`);
  const { id = idOf(String(name ?? '')), sdk, icon, needs, capabilities } = haidang as PluginPackage;
  return {
    id,
    version: String(version ?? ''),
    sdk,
    ...(icon !== undefined && { icon }),
    ...(needs && { needs }),
    ...(capabilities && { capabilities }),
  };
}

/** "@haidang/plugin-field-reports" is "field-reports", "haidang-plugin-trees" is "trees". */
function idOf(name: string): string {
  return name.replace(/^@[^/]+\//, '').replace(/^(?:haidang-)?plugin-/, '');
}
