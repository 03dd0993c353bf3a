import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Centre, launchChromium, openPage, root, startExample } from './support.ts';

let browser: Browser;
let centre: Centre;

/** A page with a widget of the missing plugin and one of the built-ins. */
const own = {
  kind: 'page',
  format: 1,
  id: 'pg_rieng001',
  slug: 'trang-rieng',
  title: { vi: 'Trang riêng', en: 'Own page' },
  level: 2,
  menu: { rank: 'z0' },
  sections: { sc_main: { rank: 'a0', layout: { kind: 'flow' } } },
  widgets: {
    w_gone0001: { use: 'field-reports/heatmap', v: 1, in: 'sc_main', rank: 'a0', options: { radius: 40 } },
    w_count001: {
      use: 'core/value',
      v: 1,
      in: 'sc_main',
      rank: 'a1',
      title: { vi: 'Số tin' },
      bind: { main: { from: 'field-reports/received', time: 'today' } },
    },
  },
};

beforeAll(async () => {
  // The folder of the plugin is gone: only the built-in widgets are installed.
  const edit = (folder: string) => writeFileSync(join(folder, 'pages', 'trang-rieng.json'), JSON.stringify(own));
  [browser, centre] = await Promise.all([launchChromium(), startExample({ plugins: [join(root, 'widgets')], edit })]);
});

afterAll(async () => {
  await browser?.close();
  await centre?.stop();
});

test('a centre whose plugin is gone still opens and says what is missing', async () => {
  expect(centre.problems).toContainEqual(expect.objectContaining({ of: 'plugin:field-reports', code: 'plugin-missing' }));
  const { page, complaints } = await openPage(browser, centre.url);
  await page
    .getByText(/field-reports\/overview/)
    .filter({ visible: true })
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
});

test('a widget of the missing plugin is a placeholder that names it; its configuration is kept', async () => {
  const { page } = await openPage(browser, `${centre.url}/page/trang-rieng`);
  await page
    .getByText(/field-reports\/heatmap/)
    .filter({ visible: true })
    .first()
    .waitFor();
  await page.getByText('Chưa cài phân hệ field-reports').filter({ visible: true }).first().waitFor();
  const kept = await (await fetch(`${centre.url}/api/documents/page/pg_rieng001`)).json();
  expect(kept).toEqual(own);
});

test('a page made from the missing template keeps its differences', async () => {
  const { documents } = (await (await fetch(`${centre.url}/api/documents/page`)).json()) as {
    documents: { id: string; base?: { template: string } }[];
  };
  const derived = documents.find(({ base }) => base?.template === 'field-reports/overview');
  expect(derived).toBeDefined();
  const { page, problems } = await (await fetch(`${centre.url}/api/documents/page/${derived?.id}?resolved=1`)).json();
  expect(page.id).toBe(derived?.id);
  expect(JSON.stringify(problems)).toContain('field-reports/overview');
});
