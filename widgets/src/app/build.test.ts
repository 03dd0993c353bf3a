import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';
import { beforeAll, expect, test } from 'vitest';

let files: Rollup.RollupOutput['output'][number][];

beforeAll(async () => {
  const configFile = fileURLToPath(new URL('../../vite.app.config.ts', import.meta.url));
  const built = await build({ configFile, logLevel: 'silent', build: { write: false } });
  files = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
});

const textOf = (ending: string) => {
  const file = files.find(({ fileName }) => fileName.endsWith(ending));
  return file?.type === 'asset' ? String(file.source) : (file?.code ?? '');
};

test('shares lit and the client with the widgets of plugins, by the addresses of the server', () => {
  const imports = files.flatMap((file) => (file.type === 'chunk' ? file.imports : []));
  expect(imports).toContain('/sdk/client.js');
  expect(imports).toContain('/sdk/lit.js');
  expect(imports.filter((address) => !/^\/sdk\/(?:client|lit(?:\/[a-z-]+)*)\.js$/.test(address))).toEqual([]);
});

test('holds no script or style within the page, for a strict policy', () => {
  const page = textOf('index.html');
  expect(page).toMatch(/<script type="module" crossorigin src="\/assets\//);
  expect(page).not.toMatch(/<style|style="|<script(?![^>]*src=)/);
});

test('brings its own font in the three subsets that Vietnamese and English need', async () => {
  const fonts = files.map(({ fileName }) => fileName).filter((name) => name.endsWith('.woff2'));
  expect(fonts.map((name) => /sans-(.+)-wght/.exec(name)?.[1]).sort()).toEqual(['latin', 'latin-ext', 'vietnamese']);
  const read = async (path: string) => await readFile(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
  const ranges: { readonly [subset: string]: string } = JSON.parse(
    await read('../../../node_modules/@fontsource-variable/ibm-plex-sans/unicode.json'),
  );
  const css = (await read('app.css')).replace(/\s/g, '');
  for (const subset of ['latin', 'latin-ext', 'vietnamese']) expect(css).toContain(`unicode-range:${ranges[subset]};`);
});
