import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLocality } from '../../core/src/documents/check.ts';
import { type Centre, figureOf, launchChromium, openPage, root, startExample } from './support.ts';

let browser: Browser;
let centre: Centre;

/** Two faults at known paths: a width beyond the grid, and a widget in a section that is not there. */
const broken = {
  kind: 'page',
  format: 1,
  id: 'pg_hong0001',
  slug: 'trang-hong',
  title: { vi: 'Trang hỏng' },
  level: 2,
  sections: { sc_main: { rank: 'a0', layout: { kind: 'flow' } } },
  widgets: { w_wide0001: { use: 'core/value', v: 1, in: 'sc_main', rank: 'a0', span: { w: 99, h: 5 } } },
};

beforeAll(async () => {
  const edit = (folder: string) => {
    writeFileSync(join(folder, 'pages', 'trang-hong.json'), JSON.stringify(broken));
    writeFileSync(join(folder, 'pages', 'khong-json.json'), '{ "kind": ');
    writeFileSync(join(folder, 'map', 'roads.geojson'), '{ "type": ');
  };
  [browser, centre] = await Promise.all([launchChromium(), startExample({ edit })]);
});

afterAll(async () => {
  await browser?.close();
  await centre?.stop();
});

test('a broken page says which path is wrong, in the language of the reader', async () => {
  const { page } = await openPage(browser, `${centre.url}/page/trang-hong`);
  const path = page.getByText('/widgets/w_wide0001/span/w').filter({ visible: true }).first();
  await path.waitFor();
  await page.getByText('vượt giới hạn').filter({ visible: true }).first().waitFor();
  await page.getByRole('button', { name: 'Xem bằng tiếng Anh' }).click();
  await page.getByText('is beyond the limit').filter({ visible: true }).first().waitFor();
  await path.waitFor();
});

test('a page file that is no JSON says so', async () => {
  const { page } = await openPage(browser, `${centre.url}/page/khong-json`);
  await page.getByText(/JSON/).filter({ visible: true }).first().waitFor();
});

test('a broken map file is a problem that says what to do, and the other shapes are there', async () => {
  const problem = {
    of: 'map:roads',
    code: 'map-invalid',
    message: expect.stringContaining('not JSON'),
    fix: expect.stringContaining('map/roads.geojson'),
  };
  const ask = async (path: string) => (await fetch(`${centre.url}${path}`)).json();
  expect((await ask('/api/catalog?lang=en')).problems).toContainEqual(expect.objectContaining(problem));
  expect(await checkLocality({ folder: centre.folder, language: 'en' })).toContainEqual(expect.objectContaining(problem));
  const { outline, roads } = await ask('/api/geography');
  expect([outline.type, roads]).toEqual(['Polygon', undefined]);
});

test('the other pages work', async () => {
  const { page, complaints } = await openPage(browser, centre.url);
  await expect.poll(() => figureOf(page, 'Đang mở'), { timeout: 10_000 }).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
});

test('a plugin whose files are not what was built is a problem, and everything else runs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-plugin-'));
  cpSync(join(root, 'plugins', 'field-reports'), folder, { recursive: true, filter: (path) => !path.includes('node_modules') });
  const file = join(folder, 'dist', 'plugin.json');
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 200));
  const other = await startExample({ plugins: [join(root, 'widgets'), folder], sample: false });
  try {
    expect(other.problems).toContainEqual(expect.objectContaining({ code: expect.stringMatching(/^plugin-(broken|changed)$/) }));
    const catalog = await (await fetch(`${other.url}/api/catalog`)).json();
    expect(Object.keys(catalog.widgets)).toContain('core/value');
    expect(JSON.stringify(catalog.problems)).not.toContain(folder);
  } finally {
    await other.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
