import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settled } from '../support/settled.mjs';
import { watchPage } from '../support/watch-page.mjs';
import { type Centre, launchChromium, startExample } from './support.ts';

/** First content of a warm page, milliseconds. */
const budget = 1500;

const report = 'field-reports/report';
const count = { measures: { n: { fn: 'count' } } };
const byWard = { from: report, by: ['ward'], ...count };
const values = ['received', 'resolved', 'open', 'overdue_open', 'on_time_rate', 'on_time_rate_original'].map((name) => ({
  use: 'core/value',
  bind: { main: { from: `field-reports/${name}` } },
}));
const charts = [
  { use: 'core/chart', bind: { main: { from: report, by: [{ field: 'reported_at', grain: 'day' }], time: { last: 'P30D' }, ...count } } },
  {
    use: 'core/chart',
    bind: { main: { from: report, by: [{ field: 'reported_at', grain: 'week' }], time: { last: 'P90D' }, ...count } },
    options: { kind: 'line' },
  },
  { use: 'core/chart', bind: { main: byWard }, options: { kind: 'bar' } },
  { use: 'core/chart', bind: { main: byWard }, options: { kind: 'ranking' } },
];
const rows = { from: report, select: ['report_code', 'title', 'ward', 'reported_at', 'status'], sort: ['-reported_at'], limit: 50 };
const others = [
  { use: 'core/table', bind: { main: rows } },
  { use: 'core/feed', bind: { main: rows }, options: { title: 'title', time: 'reported_at', place: 'ward' } },
  { use: 'core/text', options: { text: { vi: '## Quy ước\n\n- Số liệu **minh hoạ**\n- [Toàn cảnh](/page/toan-canh)' } } },
  { use: 'core/map', bind: { areas: byWard }, options: {} },
];
const twenty = [...values, ...charts, ...others, ...values].slice(0, 20);

const page = {
  kind: 'page',
  format: 1,
  id: 'pg_haimuoi1',
  slug: 'hai-muoi',
  title: { vi: 'Hai mươi' },
  level: 2,
  sections: { sc_main: { rank: 'a0', layout: { kind: 'flow', dense: true } } },
  widgets: Object.fromEntries(
    twenty.map((widget, index) => [
      `w_no${String(index).padStart(6, '0')}`,
      {
        v: 1,
        in: 'sc_main',
        rank: `a${String.fromCharCode(97 + index)}`,
        span: { w: 4, h: 5 },
        title: { vi: `Ô ${index + 1}` },
        ...widget,
      },
    ]),
  ),
};

let browser: Browser;
let centre: Centre;

beforeAll(async () => {
  const edit = (folder: string) => writeFileSync(join(folder, 'pages', 'hai-muoi.json'), JSON.stringify(page));
  [browser, centre] = await Promise.all([launchChromium(), startExample({ edit })]);
});

afterAll(async () => {
  await browser?.close();
  await centre?.stop();
});

/** Notes in the page when the first card shows its figure, in milliseconds since the navigation began. */
function noteFirstData(): void {
  const look = (root: ParentNode | null | undefined): boolean =>
    [...(root?.querySelectorAll('*') ?? [])].some((element) => element.matches('core-value[state=ready]') || look(element.shadowRoot));
  const watch = () => {
    if (look(document.querySelector('ioc-shell')?.shadowRoot)) Object.assign(window, { firstData: performance.now() });
    else requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
}

async function times(opened: Page): Promise<{ content: number; data: number; all: number }> {
  await opened.goto(`${centre.url}/page/hai-muoi`);
  await settled(opened);
  return await opened.evaluate(() => ({
    content: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    data: Number(Reflect.get(window, 'firstData')),
    all: performance.now(),
  }));
}

test(`a page of twenty widgets has its first content, and its first figures, within ${budget} ms when it is opened again`, async () => {
  const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1440, height: 900 } });
  const opened = await context.newPage();
  const complaints = await watchPage(opened);
  await opened.addInitScript(noteFirstData);
  const cold = await times(opened);
  expect(await opened.locator('ioc-frame').count()).toBe(20);
  // The best of three: a machine that tests other things at the same time is no measure.
  const warm: Awaited<ReturnType<typeof times>>[] = [];
  for (let turn = 0; turn < 3; turn += 1) warm.push(await times(opened));
  const best = (kind: 'content' | 'data' | 'all') => Math.round(Math.min(...warm.map((each) => each[kind])));
  console.log(
    `20 widgets, warm: first content ${best('content')} ms, first data ${best('data')} ms, all drawn ${best('all')} ms (cold: ${Math.round(cold.content)}, ${Math.round(cold.data)}, ${Math.round(cold.all)})`,
  );
  expect(best('content')).toBeLessThanOrEqual(budget);
  expect(best('data')).toBeLessThanOrEqual(budget);
  expect(await opened.locator('ioc-frame .placeholder').count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});
