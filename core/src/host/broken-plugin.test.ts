import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileList, Ioc, Json } from '@haidang/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { counted } from '../../../tests/support/counts.ts';
import { localCaller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { catalogFor } from '../documents/catalog.ts';
import { noMapFiles } from '../documents/map/map-files.ts';
import { resolvedPage } from '../documents/pages.ts';
import { installation } from '../install.ts';
import { loadRegistry } from './registry.ts';

const since = '2026-11-21T00:00:00Z';
const place = mkdtempSync(join(tmpdir(), 'haidang-broken-'));
const plugins = { core: join(installation, 'widgets'), 'field-reports': join(installation, 'plugins', 'field-reports') };
const ioc: Ioc = {
  kind: 'ioc',
  format: 1,
  title: { vi: 'Thử' },
  unit: '1@2025-07-01',
  languages: ['vi'],
  home: 'pg_home0001',
  plugins: { 'field-reports': '*' },
};

/** What stands in a place instead of what belongs there. */
const wrongs = [null, 'x', 7, []].slice(0, counted('kinds of wrong values in a plugin.json', { usual: 2, full: 4 }));

beforeAll(() => {
  for (const [name, from] of Object.entries(plugins)) cpSync(join(from, 'dist'), join(place, name, 'dist'), { recursive: true });
  for (const name of Object.keys(plugins)) lighten(name);
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Leaves of the list of files only what is read at a start: the hashes of megabytes of browser code would be all that hundreds of starts do. */
function lighten(name: string): void {
  const file = join(place, name, 'dist', 'manifest.json');
  const list: FileList = JSON.parse(readFileSync(file, 'utf8'));
  const files = Object.entries(list.files).filter(([path]) => path === 'plugin.json' || path.startsWith('messages/'));
  writeFileSync(file, JSON.stringify({ ...list, files: Object.fromEntries(files) }));
}

/** Puts a plugin.json down as if it had been built so. */
function build(name: string, manifest: string): void {
  const dist = join(place, name, 'dist');
  const list = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
  list.files['plugin.json'] = `sha256-${createHash('sha256').update(manifest).digest('base64')}`;
  writeFileSync(join(dist, 'manifest.json'), JSON.stringify(list));
  writeFileSync(join(dist, 'plugin.json'), manifest);
}

/** What a browser asks first: the catalogue, and a page of each template. */
async function show() {
  const registry = await loadRegistry({ folders: Object.keys(plugins).map((name) => join(place, name)), ioc, since });
  const clock = { now: () => Date.parse(since) };
  const pages = [...registry.templates.keys()].map((template, index) => ({
    file: `${index}.json`,
    faults: [],
    page: {
      kind: 'page' as const,
      format: 1 as const,
      id: `pg_${index}` as const,
      slug: `p${index}`,
      title: { vi: 'p' },
      level: 1 as const,
      base: { template, version: 1 },
    },
  }));
  const context = { registry, ioc, clock, units: { within: () => [], all: () => [] } } as unknown as DataContext;
  for (const { page } of pages) resolvedPage(context, page, 'vi');
  const locality = { folder: place, ioc, pages, units: [], links: [], map: noMapFiles };
  return { registry, catalog: JSON.stringify(catalogFor(context, locality, localCaller())) };
}

/** Every place of a document down to a depth, with the document as it is when that place holds something else. */
function* spoilt(document: Json, depth: number, wrong: Json): Generator<{ readonly at: string; readonly document: Json }> {
  if (depth === 0 || typeof document !== 'object' || document === null || Array.isArray(document)) return;
  for (const [name, value] of Object.entries(document)) {
    yield { at: name, document: { ...document, [name]: wrong } };
    for (const inner of spoilt(value as Json, depth - 1, wrong))
      yield { at: `${name}/${inner.at}`, document: { ...document, [name]: inner.document } };
  }
}

test.each(Object.keys(plugins))(
  'wherever the plugin.json of %s is wrong, the other plugin is shown and the start goes on',
  async (name) => {
    const file = join(place, name, 'dist', 'plugin.json');
    const whole = readFileSync(file, 'utf8');
    const other = name === 'core' ? 'field-reports/' : 'core/value';
    const failures: string[] = [];
    let count = 0;
    for (const wrong of wrongs) {
      for (const { at, document } of spoilt(JSON.parse(whole), 3, wrong)) {
        count++;
        build(name, JSON.stringify(document));
        try {
          const { catalog } = await show();
          if (!catalog.includes(other)) failures.push(`${at} = ${JSON.stringify(wrong)}: the other is gone`);
          if (catalog.includes(place)) failures.push(`${at} = ${JSON.stringify(wrong)}: a path leaks`);
        } catch (error) {
          failures.push(`${at} = ${JSON.stringify(wrong)}: ${error}`);
        }
      }
    }
    build(name, whole);
    expect(count).toBeGreaterThan(100);
    expect(failures).toEqual([]);
  },
);

test.each(['', 'null', '[]', '{}', '{"format":2,"id":"core"}', '{"format":1,"id":"core"}', '{', '"x"'])(
  'a plugin.json that is %j is a problem',
  async (text) => {
    const file = join(place, 'core', 'dist', 'plugin.json');
    const whole = readFileSync(file, 'utf8');
    build('core', text);
    const { registry, catalog } = await show();
    build('core', whole);
    expect(registry.problems).toContainEqual(expect.objectContaining({ of: 'plugin:core', code: expect.stringMatching(/^plugin-/) }));
    expect(catalog).not.toContain(place);
    expect(catalog).toContain('field-reports/report');
  },
);
