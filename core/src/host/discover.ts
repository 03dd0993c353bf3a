import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileList, Messages, PluginManifest, Problem } from '@haidang/sdk';
import { satisfies } from 'semver';
import type { LoadedPlugin } from '../registry.ts';

/** Version of the sdk that this core speaks. */
export const sdkVersion = '0.1.0';

type Found = { readonly plugin: LoadedPlugin } | { readonly problem: Problem };

/** Reads one built plugin and checks that every file is what its manifest says. A fault becomes a problem, never an exception. */
export async function discoverPlugin(folder: string, since: string): Promise<Found> {
  const name = basename(folder);
  const problem = (code: string, message: string, fix: string): Found => ({ problem: { of: `plugin:${name}`, code, message, since, fix } });
  const dist = join(folder, 'dist');
  let manifest: PluginManifest;
  const files = new Map<string, string>();
  const messages: { [language: string]: Messages } = {};
  try {
    const list: FileList = JSON.parse(await readFile(join(dist, 'manifest.json'), 'utf8'));
    for (const [path, expected] of Object.entries(list.files)) {
      if (path.split('/').some((part) => part === '..' || part === ''))
        return problem('plugin-broken', `${path}: path outside the plugin`, 'Build the plugin again: haidang-plugin build');
      const hash = createHash('sha256')
        .update(await readFile(join(dist, path)))
        .digest('base64');
      if (`sha256-${hash}` !== expected && `sha256-${Buffer.from(hash, 'base64').toString('hex')}` !== expected)
        return problem('plugin-changed', `${path} is not the file that was built`, 'Build the plugin again: haidang-plugin build');
      files.set(path, expected);
    }
    if (!files.has('plugin.json'))
      return problem('plugin-broken', 'manifest.json does not list plugin.json', 'Build the plugin again: haidang-plugin build');
    manifest = JSON.parse(await readFile(join(dist, 'plugin.json'), 'utf8'));
    if (manifest.format !== 1 || typeof manifest.id !== 'string' || typeof manifest.version !== 'string')
      return problem('plugin-broken', 'plugin.json has another format', 'Build the plugin again with the sdk of this core');
    for (const language of manifest.languages)
      messages[language] = JSON.parse(await readFile(join(dist, 'messages', `${language}.json`), 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll(folder, name) : String(error);
    return problem('plugin-broken', `plugin.json cannot be read: ${reason}`, 'Build the plugin again: haidang-plugin build');
  }
  if (!satisfies(sdkVersion, manifest.sdk))
    return problem(
      'plugin-incompatible',
      `works with sdk ${manifest.sdk}, this is ${sdkVersion}`,
      'Install a version of the plugin for this sdk',
    );
  return { plugin: { manifest, folder, messages, files } };
}
