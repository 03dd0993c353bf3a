import { join, resolve } from 'node:path';
import { canonical } from '../documents/canonical.ts';
import { sha256 } from '../documents/hash.ts';
import type { BuiltWidget, PluginManifest } from '../manifest.ts';
import { bundleWidgets, type Files } from './bundle.ts';
import { checkPlugin } from './check/plugin.ts';
import { type Finding, Findings } from './findings.ts';
import { readIdentity } from './identity.ts';
import { loadPlugin } from './load.ts';
import { declare } from './manifest.ts';
import { writeOutput } from './output.ts';

/** What came of building a plugin: the plugin and its size, or all that is wrong with it. Nothing is written while there are errors. */
export interface BuildReport {
  readonly manifest?: PluginManifest;
  /** Size of every file of `dist/`, by path. */
  readonly files: { readonly [path: string]: number };
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
}

/** Builds the plugin in a folder into its `dist/`: all contributions as data, the messages, one module for each widget, and the SHA-256 of every file. The same source gives the same bytes. */
export async function buildPlugin({ folder }: { readonly folder: string }): Promise<BuildReport> {
  const root = resolve(folder);
  const findings = new Findings();
  const failed = () => ({ files: {}, errors: findings.errors, warnings: findings.warnings });
  const identity = await readIdentity(root, findings);
  if (!identity) return failed();
  const plugin = await loadPlugin(root, findings);
  if (!plugin) return failed();
  const { manifest, messages } = declare(plugin, identity, findings);
  checkPlugin({ manifest, messages, findings });
  const modules = new Map(
    Object.entries(manifest.widgets).flatMap(([name, { module }]) => (typeof module === 'string' ? [[module, name]] : [])),
  );
  const built = await bundleWidgets({ folder: root, modules, findings });
  if (findings.errors.length === 0) checkElements(manifest, built, findings);
  if (findings.errors.length > 0) return failed();
  const whole = withModules(manifest, built);
  const files: Files = new Map([
    ['plugin.json', canonical(whole)],
    ...Object.entries(messages).map(([language, texts]) => [`messages/${language}.json`, canonical(texts)] as const),
    ...built,
  ]);
  await writeOutput(join(root, 'dist'), files);
  return {
    manifest: whole,
    files: Object.fromEntries([...files].map(([path, content]) => [path, Buffer.byteLength(content)])),
    errors: [],
    warnings: findings.warnings,
  };
}

// A page would wait for ever for an element whose tag is spelt otherwise in its module.
function checkElements(manifest: PluginManifest, files: Files, findings: Findings): void {
  const code = [...files.values()].filter((content) => typeof content === 'string');
  for (const [name, { element }] of Object.entries(manifest.widgets)) {
    if (code.some((text) => text.includes(element))) continue;
    findings.error(
      ['widgets', name, 'element'],
      `is defined nowhere: <${element}>`,
      `Write customElements.define('${element}', …) in the module of the widget`,
    );
  }
}

function withModules(manifest: PluginManifest, files: Files): PluginManifest {
  const widgets: { [name: string]: BuiltWidget } = {};
  for (const [name, widget] of Object.entries(manifest.widgets)) {
    const content = files.get(widget.module.slice(2)) ?? '';
    widgets[name] = { ...widget, bytes: Buffer.byteLength(content), hash: sha256(content) };
  }
  return { ...manifest, widgets };
}
