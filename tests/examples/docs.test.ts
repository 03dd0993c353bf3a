import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page, ResolvedPage } from '@haidang/sdk';
import { buildPlugin } from '@haidang/sdk/cli';
import { checkDocument } from '@haidang/sdk/documents';
import { createTestIoc } from '@haidang/sdk/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Blocks of code in a page of documentation. */
function blocks(file: string, language: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, marked, code = '']) => (marked === language ? [code] : []));
}

const [plugin = ''] = blocks('README.md', 'ts');
const [packageJson = ''] = blocks('docs/plugins.md', 'json');
const [widget = '', ownTest = ''] = blocks('docs/plugins.md', 'ts');
const [page = ''] = blocks('docs/locality.md', 'json');

const compilerOptions = {
  ...{ strict: true, noEmit: true, skipLibCheck: true, target: 'ES2022', module: 'ESNext', moduleResolution: 'bundler' },
  ...{ lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: ['node'], noImplicitOverride: true, customConditions: ['haidang-source'] },
  ...{ allowImportingTsExtensions: true, verbatimModuleSyntax: true, erasableSyntaxOnly: true },
};

describe('the plugin of the README', () => {
  let folder: string;
  const write = (name: string, content: string) => writeFileSync(join(folder, name), content);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'haidang-docs-'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    write('package.json', packageJson);
    write('plugin.ts', plugin);
    write('health.ts', widget);
    write('plugin.test.ts', ownTest);
    write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function compile(): string {
    const { stdout, stderr, status } = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', folder], { encoding: 'utf8' });
    return status === 0 ? '' : stdout + stderr;
  }

  test('has at most 40 lines', () => {
    expect(plugin.trim().split('\n').length).toBeLessThanOrEqual(40);
  });

  test('compiles, and so do the widget and the test of the guide', () => {
    expect(compile()).toBe('');
  });

  test.each([
    ['a field that is not there', "key: ['code']", "key: ['number']"],
    ['a Vietnamese name that is missing', "'tree.height': 'Chiều cao', ", ''],
  ])('does not compile with %s', (_fault, right, wrong) => {
    expect(plugin).toContain(right);
    write('plugin.ts', plugin.replace(right, wrong));
    try {
      expect(compile()).toContain('plugin.ts');
    } finally {
      write('plugin.ts', plugin);
    }
  });

  test('builds without a fault, into data', async () => {
    const { manifest, errors, warnings } = await buildPlugin({ folder });
    expect([errors, warnings]).toEqual([[], []]);
    expect(manifest).toMatchObject({ id: 'trees', icon: 'trees', title: { vi: 'Cây xanh' } });
  });

  test('counts what it is given, as the test of the guide says, and gives a page its template', async () => {
    const document: Page = JSON.parse(page);
    expect(checkDocument('page', document)).toEqual([]);
    const ioc = await createTestIoc({ plugins: [folder], pages: [document] });
    try {
      const tree = { code: 'c-1', ward: '11@2025-07-01', health: 'dangerous', inspected_on: '2026-11-20' };
      expect(await ioc.write('trees/tree', [tree])).toMatchObject({ added: 1, refused: [] });
      expect((await ioc.query({ from: 'trees/dangerous' })).rows).toEqual([[1]]);
      const response = await fetch(`${ioc.url}/api/documents/page/${document.id}?resolved=1`);
      const resolved = (await response.json()) as ResolvedPage;
      expect(resolved.problems).toEqual([]);
      expect(resolved.page.widgets.w_danger).toMatchObject({ use: 'core/value', title: { vi: 'Cây cần chặt ngay' } });
    } finally {
      await ioc.stop();
    }
  });
});

describe('pages of documentation', () => {
  const pages = ['README.md', 'studio/README.md', 'examples/phan-thiet/README.md'];
  for (const folder of ['docs', 'docs/adr']) {
    const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'));
    pages.push(...names.map((name) => `${folder}/${name}`));
  }

  test.each(pages)('%s links only to what is there', (file) => {
    const links = [...readFileSync(join(root, file), 'utf8').matchAll(/\]\(([^)#]+)/g)].map(([, to = '']) => to);
    const missing = links.filter((to) => !/^https?:/.test(to) && !to.endsWith('.png') && !existsSync(join(root, dirname(file), to)));
    expect(missing).toEqual([]);
  });

  test('decisions are numbered without gaps, under the number of their file', () => {
    const names = readdirSync(join(root, 'docs', 'adr')).sort();
    expect(names.map((name) => Number(name.slice(0, 3)))).toEqual(names.map((_, index) => index + 1));
    for (const [index, name] of names.entries())
      expect(readFileSync(join(root, 'docs', 'adr', name), 'utf8')).toMatch(
        new RegExp(`^# ${index + 1}\\. .+\\n\\n\\*\\*Decided\\.\\*\\*`),
      );
  });

  test('commands of npm that they name are there', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { [name: string]: string } };
    for (const file of pages) {
      for (const [, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(/npm run ([\w:]+)/g))
        expect(scripts).toHaveProperty([name]);
    }
  });
});
