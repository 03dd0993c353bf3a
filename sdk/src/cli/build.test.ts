import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { checkDocument } from '../documents/check.ts';
import type { FileList, PluginManifest } from '../manifest.ts';
import { withFolder } from '../testing/folder.ts';
import { buildPlugin } from './build.ts';
import { run } from './command.ts';

const packageJson = { name: '@vendor/plugin-street-trees', version: '1.2.0', type: 'module', haidang: { sdk: '^0.1.0', icon: 'trees' } };
const trees = `
import { defineDataset, definePlugin, schema } from '@haidang/sdk';
const tree = defineDataset({
  row: schema({ required: ['code'], properties: { code: { type: 'string' }, height: { type: 'number', 'x-unit': 'm' }, health: { type: 'string', enum: ['good', 'weak'] } } }),
  key: ['code'],
});
export default definePlugin({
  datasets: { tree },
  indicators: { weak_trees: { formula: "count(tree where health='weak')", unit: '1', frequency: 'live' } },
  messages: { vi: { title: 'Cây xanh', tree: 'Cây', 'tree.code': 'Mã', 'tree.height': 'Cao', 'tree.health': 'Tình trạng', 'tree.health.good': 'Tốt', 'tree.health.weak': 'Yếu', weak_trees: 'Cây yếu' }, en: { title: 'Street trees' } },
});
`;

function widget(name: string, more = ''): string {
  return `import { css, html, LitElement, unsafeCSS } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { IocWidget } from '@haidang/sdk/client';
import { ring } from './shared/ring.ts';
${more}
class Part extends IocWidget { render() { return html\`\${repeat(ring('${name}'), (x) => x)}\`; } }
customElements.define('street-trees-${name}', Part);
export const lazy = () => import('./shared/heavy.ts');
`;
}

const withWidgets = {
  'package.json': packageJson,
  'plugin.ts': `
import { definePlugin, defineWidget, schema } from '@haidang/sdk';
const part = (name: string) => defineWidget({ element: \`street-trees-\${name}\`, module: \`./widgets/\${name}.js\`, group: 'value', options: schema({ properties: {} }), size: { min: [4, 4], ideal: [6, 6] }, sample: {} });
export default definePlugin({ widgets: { one: part('one'), two: part('two') }, messages: { vi: { title: 'Cây', one: 'Một', two: 'Hai' } } });
`,
  'widgets/one.ts': widget('one', "import text from './one.css?inline';\nexport const styles = unsafeCSS(text);"),
  'src/widgets/two.ts': widget('two').replaceAll('./shared', '../../widgets/shared'),
  'widgets/one.css': ':host { color: var(--ink); }',
  'widgets/shared/ring.ts':
    "export const ring = (name: string): string[] => ['ring of the shared chunk', name, process.env.NODE_ENV ?? ''];",
  'widgets/shared/heavy.ts': "export const heavy = 'only when asked for';",
};

async function readDist(folder: string): Promise<{ readonly [path: string]: string }> {
  const names = await readdir(join(folder, 'dist'), { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.sort().map(async (file) => [file.slice(join(folder, 'dist').length + 1), await readFile(file, 'utf8')])),
  );
}

describe('a plugin without code', () => {
  test.each([
    ['trees', { name: 'trees' }],
    ['street-trees', { name: '@vendor/plugin-street-trees' }],
    ['street-trees', { name: 'haidang-plugin-street-trees' }],
    ['field-trees', { name: '@vendor/anything', haidang: { ...packageJson.haidang, id: 'field-trees' } }],
  ])('is named %s by %o', async (id, identity) => {
    await withFolder({ 'package.json': { ...packageJson, ...identity }, 'plugin.ts': trees }, async (folder) => {
      expect((await buildPlugin({ folder })).manifest?.id).toBe(id);
    });
  });

  test('becomes data: what it contributes, its messages, and the hash of every file', async () => {
    await withFolder({ 'package.json': packageJson, 'plugin.ts': trees }, async (folder) => {
      const { errors, warnings, manifest } = await buildPlugin({ folder });
      expect(errors).toEqual([]);
      expect(warnings).toMatchObject([{ path: 'messages.en' }]);
      const dist = await readDist(folder);
      expect(Object.keys(dist)).toEqual(['manifest.json', 'messages/en.json', 'messages/vi.json', 'plugin.json']);
      const written: PluginManifest = JSON.parse(dist['plugin.json'] ?? '');
      expect(written).toEqual(manifest);
      expect(checkDocument('manifest', written)).toEqual([]);
      expect(written).toMatchObject({
        format: 1,
        id: 'street-trees',
        version: '1.2.0',
        sdk: '^0.1.0',
        icon: 'trees',
        title: { vi: 'Cây xanh', en: 'Street trees' },
        languages: ['en', 'vi'],
      });
      expect(written.datasets.tree?.row).toMatchObject({ type: 'object', additionalProperties: false, required: ['code'] });
      expect(JSON.parse(dist['messages/vi.json'] ?? '')).toMatchObject({ 'tree.health.weak': 'Yếu' });
      const list: FileList = JSON.parse(dist['manifest.json'] ?? '');
      const { 'manifest.json': _, ...others } = dist;
      expect(list).toEqual({
        format: 1,
        files: Object.fromEntries(
          Object.entries(others).map(([path, text]) => [path, `sha256-${createHash('sha256').update(text).digest('base64')}`]),
        ),
      });
    });
  });

  test('may have plugin.ts in src/', async () => {
    await withFolder({ 'package.json': packageJson, 'src/plugin.ts': trees }, async (folder) =>
      expect((await buildPlugin({ folder })).errors).toEqual([]),
    );
  });

  test('takes what another step has put into dist as it is, and removes what an earlier build has', async () => {
    await withFolder(
      { 'package.json': packageJson, 'plugin.ts': trees, 'dist/app/index.html': 'app', 'dist/widgets/old.js': 'old' },
      async (folder) => {
        await buildPlugin({ folder });
        const dist = await readDist(folder);
        expect(dist['app/index.html']).toBe('app');
        expect(dist).not.toHaveProperty('widgets/old.js');
        expect(dist['manifest.json']).not.toContain('app');
      },
    );
  });
});

describe('widgets', () => {
  test('become one module each, with shared chunks, over the one copy of Lit and of the client that the page has', async () => {
    await withFolder(withWidgets, async (folder) => {
      const started = performance.now();
      const { errors, manifest } = await buildPlugin({ folder });
      expect(errors).toEqual([]);
      expect(performance.now() - started).toBeLessThan(5000);
      const dist = await readDist(folder);
      const chunks = Object.keys(dist).filter((path) => path.startsWith('widgets/chunks/'));
      expect(Object.keys(dist).filter((path) => path.startsWith('widgets/') && !chunks.includes(path))).toEqual([
        'widgets/one.js',
        'widgets/two.js',
      ]);
      const one = dist['widgets/one.js'] ?? '';
      const imported = [...one.matchAll(/(?:from|import)\s*\(?\s*["'`]([^"'`]+)["'`]/g)].map(([, path]) => path ?? '');
      expect(imported.filter((path) => !path.startsWith('./chunks/')).sort()).toEqual([
        '/sdk/client.js',
        '/sdk/lit.js',
        '/sdk/lit/directives/repeat.js',
      ]);
      for (const path of imported.filter((name) => name.startsWith('./chunks/'))) expect(dist).toHaveProperty([`widgets/${path.slice(2)}`]);
      expect(one).toMatch(/customElements\.define\(["'`]street-trees-one["'`]/);
      expect(one).toContain('color:var(--ink)');
      expect(one).toMatch(/export\s*\{[^}]*lazy/);
      expect(one).not.toContain('ring of the shared chunk');
      expect(chunks.map((path) => dist[path]).join()).toMatch(/ring of the shared chunk.*production/);
      expect(manifest?.widgets.one).toMatchObject({
        module: './widgets/one.js',
        bytes: Buffer.byteLength(one),
        hash: `sha256-${createHash('sha256').update(one).digest('base64')}`,
      });
    });
  });

  test('are the same bytes from the same source, wherever it lies', async () => {
    const build = (folder: string) => buildPlugin({ folder }).then(() => readDist(folder));
    const first = await withFolder(withWidgets, build);
    const second = await withFolder(withWidgets, build);
    expect(Object.keys(first).length).toBeGreaterThan(5);
    expect(second).toEqual(first);
  });

  test('whose source, import or style is wrong are named', async () => {
    const files = { ...withWidgets, 'widgets/one.ts': widget('one', "import './one.css';"), 'src/widgets/two.ts': "import 'nowhere';" };
    await withFolder(files, async (folder) => {
      const { errors } = await buildPlugin({ folder });
      expect(errors.map(({ path, message }) => `${path} ${message}`).join('\n')).toMatch(
        /widgets widgets\/one\.ts imports \.\/one\.css as a style sheet/,
      );
      expect(errors.map(({ message }) => message).join('\n')).toMatch(/nowhere/);
      expect(errors.map(({ message }) => message).join('\n')).not.toContain(folder);
    });
    const nameless = { ...withWidgets, 'widgets/one.ts': 'export const nothing = 1;' };
    await withFolder(nameless, async (folder) => {
      expect((await buildPlugin({ folder })).errors).toMatchObject([
        { path: 'widgets.one.element', message: 'is defined nowhere: <street-trees-one>' },
      ]);
    });
    const { 'src/widgets/two.ts': _, ...missing } = withWidgets;
    await withFolder(missing, async (folder) => {
      expect((await buildPlugin({ folder })).errors).toEqual([
        { path: 'widgets.two.module', message: './widgets/two.js has no source', fix: 'Write widgets/two.ts or src/widgets/two.ts' },
      ]);
    });
  });
});

describe('a plugin with faults', () => {
  const faulty = trees
    .replace("key: ['code']", "key: ['id'], time: 'seen_at'")
    .replace("health='weak'", "health='ill'")
    .replace("'tree.height': 'Cao', ", '');

  test('has them all told at once, and leaves the last good build', async () => {
    await withFolder({ 'package.json': packageJson, 'plugin.ts': trees }, async (folder) => {
      await buildPlugin({ folder });
      const before = await readDist(folder);
      await writeFile(join(folder, 'plugin.ts'), faulty);
      const { errors, manifest } = await buildPlugin({ folder });
      expect(errors.map(({ path }) => path)).toEqual([
        'datasets.tree.key[0]',
        'datasets.tree.time',
        'indicators.weak_trees.formula',
        'messages.vi["tree.height"]',
      ]);
      for (const { fix } of errors) expect(fix).not.toBe('');
      expect(manifest).toBeUndefined();
      expect(await readDist(folder)).toEqual(before);
    });
  });

  test('that cannot be read or run says so', async () => {
    const messages = async (files: { readonly [path: string]: string | object }) =>
      withFolder(files, async (folder) =>
        (await buildPlugin({ folder })).errors.map(({ path, message }) => `${path}: ${message.split('\n')[0]}`),
      );
    expect(await messages({})).toEqual(['package.json: is not there']);
    expect(await messages({ 'package.json': '{' })).toEqual([expect.stringMatching(/^package\.json: is not JSON/)]);
    expect(await messages({ 'package.json': { name: 'x' } })).toEqual(['package.json.haidang: is missing']);
    expect(await messages({ 'package.json': packageJson })).toEqual(['plugin.ts: is not there']);
    expect(await messages({ 'package.json': packageJson, 'plugin.ts': 'export const x = 1;' })).toEqual([
      'plugin.ts: has no default export that is a plugin',
    ]);
    expect(await messages({ 'package.json': packageJson, 'plugin.ts': "throw new Error('no time today');" })).toEqual([
      'plugin.ts: no time today',
    ]);
    expect(await messages({ 'package.json': packageJson, 'plugin.ts': 'export default {' })).toEqual([
      expect.stringMatching(/^plugin\.ts: /),
    ]);
    const unfit = { ...packageJson, version: 'one', haidang: { id: 'Street_Trees', sdk: 7, colour: 'red' } };
    expect(await messages({ 'package.json': unfit, 'plugin.ts': trees })).toEqual([
      'package.json.haidang.colour: is not known here',
      expect.stringMatching(/^package\.json\.haidang\.id: has the wrong form/),
      expect.stringMatching(/^package\.json\.version: has the wrong form/),
      expect.stringMatching(/^package\.json\.haidang\.sdk: must be string/),
    ]);
  });

  test('makes the tool exit with 1, a wrong call with 2', async () => {
    const out = vi.spyOn(console, 'log').mockImplementation(() => {});
    const err = vi.spyOn(console, 'error').mockImplementation(() => {});
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    try {
      await withFolder({ 'package.json': packageJson, 'plugin.ts': faulty }, async (folder) =>
        expect(await run(['build', folder])).toBe(1),
      );
      expect(err.mock.calls.map(([text]) => text).join('\n')).toContain(
        'wrong  datasets.tree.key[0]  there is no field "id"\n       Known are: code, height, health',
      );
      await withFolder({ 'package.json': packageJson, 'plugin.ts': trees }, async (folder) => expect(await run(['build', folder])).toBe(0));
      expect(out.mock.calls.at(-1)?.[0]).toMatch(/^street-trees 1\.2\.0: 4 files, \d+ kB in \d+\.\d s$/);
      for (const args of [[], ['built'], ['build', '--watch'], ['build', 'a', 'b']]) expect(await run(args)).toBe(2);
      expect(await run(['--help'])).toBe(0);
    } finally {
      for (const spy of [out, err, warn]) spy.mockRestore();
    }
  });
});
