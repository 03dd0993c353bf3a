import { request } from 'node:http';
import { connect } from 'node:net';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { counted } from '../support/counts.ts';
import { settled } from '../support/settled.mjs';
import { type Looked, lookAt, pagesOf } from './look.ts';
import { type Opening, openIt, openings } from './openings.ts';
import { type Centre, launchChromium, startExample } from './support.ts';

const policy =
  "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

let browser: Browser;
let centre: Centre;

beforeAll(async () => {
  [browser, centre] = await Promise.all([launchChromium(), startExample()]);
});

afterAll(async () => {
  await browser?.close();
  await centre?.stop();
});

describe('every answer carries the policy', () => {
  const headersOf = (path: string, options: { method?: string; headers?: { [name: string]: string }; body?: string } = {}) =>
    new Promise<{ status: number | undefined; policy: string | string[] | undefined }>((resolve, reject) => {
      const { hostname, port } = new URL(centre.url);
      const { body, ...rest } = options;
      const call = request({ hostname, port, path, ...rest }, (response) => {
        response.resume();
        resolve({ status: response.statusCode, policy: response.headers['content-security-policy'] });
      });
      call.on('error', reject);
      call.end(body);
    });
  const json = { 'content-type': 'application/json' };

  test.each([
    ['the home page', '/', 200],
    ['a page', '/page/toan-canh', 200],
    ['a page that is not there', '/page/khong-co', 200],
    ['a file of the client', '/sdk/client.js', 200],
    ['the catalogue', '/api/catalog', 200],
    ['health', '/api/health', 200],
    ['the description of the interface', '/api/openapi.json', 200],
    ['an address of the interface that is not there', '/api/khong-co', 404],
    ['an address that is not there', '/khong/co.js', 404],
    ['a record that is not there', '/api/records/field-reports/report/khong-co', 404],
    ['an address that is no address', '/page/%', 400],
  ])('%s', async (_, path, status) => {
    const answer = await headersOf(path);
    expect([answer.status, answer.policy]).toEqual([status, policy]);
  });

  test('what is no HTTP at all', async () => {
    const { hostname, port } = new URL(centre.url);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(port), hostname, () => socket.write('no such thing\r\n\r\n'));
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain(`\r\nContent-Security-Policy: ${policy}\r\n`);
  });

  test('files of the application and of widgets', async () => {
    const html = await (await fetch(centre.url)).text();
    const { widgets } = (await (await fetch(`${centre.url}/api/catalog`)).json()) as { widgets: { [name: string]: { module: string } } };
    const files = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(files.length).toBeGreaterThan(2);
    for (const path of [...files, ...Object.values(widgets).map(({ module }) => module)])
      expect([path, (await headersOf(path)).policy]).toEqual([path, policy]);
  });

  test('what is refused: a wrong question, a foreign host, a foreign page', async () => {
    const wrong = await headersOf('/api/query', { method: 'POST', headers: json, body: '{"queries":[]}' });
    const garbled = await headersOf('/api/query', { method: 'POST', headers: json, body: '{' });
    const host = await headersOf('/', { headers: { host: 'ioc.example.gov.vn' } });
    const origin = await headersOf('/api/query', { method: 'POST', headers: { ...json, origin: 'https://evil.example' }, body: '{}' });
    expect([wrong, garbled, host, origin].map((answer) => [answer.status, answer.policy])).toEqual([
      [400, policy],
      [400, policy],
      [421, policy],
      [403, policy],
    ]);
  });
});

/** Places along each side of a drawing where the mouse goes. */
const along = counted('places hovered along each chart and map', { usual: 16, full: 32 });

/** Moves the mouse over a drawing point by point. */
async function hover(page: Page, drawing: Locator): Promise<number> {
  await drawing.scrollIntoViewIfNeeded();
  const box = await drawing.boundingBox();
  if (!box) return 0;
  const down = Math.ceil(along / 4);
  for (let row = 0; row < down; row += 1)
    for (let place = 0; place < along; place += 1)
      await page.mouse.move(box.x + ((place + 0.5) * box.width) / along, box.y + ((row + 0.5) * box.height) / down);
  return down * along;
}

/** Opens and closes what can be opened on a page; each must have come. Gives how many there were. */
async function openEverything({ page }: Looked): Promise<number> {
  let count = 0;
  const seen = async (opening: Opening) => {
    await openIt(page, opening);
    count += 1;
    await page.keyboard.press('Escape');
    await opening.opened(page).waitFor({ state: 'hidden' });
    // While its element is there, it keeps the keyboard to itself.
    await page.locator('ioc-source-dialog, ioc-shortcuts').waitFor({ state: 'detached' });
  };
  const shown = page.locator('ioc-frame:not([hidden]) ioc-frame-menu');
  await seen(openings['the list of shortcuts']);
  // A page of nothing but notes has no number that comes from anywhere.
  if ((await shown.count()) > 0) await seen(openings['where a number comes from']);
  // Not every page has a period.
  if ((await page.locator('header ioc-time').count()) > 0)
    await seen({ ...openings['the choice of the period'], open: () => page.keyboard.press('Alt+KeyT') });
  for (const control of await page.locator('header ioc-options, header ioc-time').all())
    await seen({ open: () => control.locator('button').first().click(), opened: () => control.getByRole('dialog') });
  for (const menu of await shown.all()) {
    await menu.scrollIntoViewIfNeeded();
    await settled(page);
    for (const item of ['Xem như bảng', 'Xem như hình']) {
      await openIt(page, { open: () => menu.locator('.dots').click({ force: true }), opened: () => menu.getByRole('menu') });
      await menu.getByRole('menuitem', { name: item }).click({ timeout: 10_000 });
      await menu.getByRole('menu').waitFor({ state: 'hidden' });
      await settled(page);
      count += 1;
    }
  }
  return count;
}

describe('a page keeps the policy', () => {
  test.each([
    { screen: 'desk', theme: 'dark', language: 'vi' },
    { screen: 'desk', theme: 'light', language: 'en' },
  ] as const)('on every page, its charts and maps hovered, what can be opened open: $theme, $language', async (look) => {
    const looked = await lookAt(browser, centre.url, look);
    const { page, complaints } = looked;
    let points = 0;
    let opened = 0;
    for (const path of await pagesOf(centre.url)) {
      await looked.open(path);
      for (const drawing of await page.locator('core-chart, core-map').all()) points += await hover(page, drawing);
      // Once is enough for what looks the same in either light.
      if (look.theme === 'dark') opened += await openEverything(looked);
    }
    console.log(`hovered ${points} points of charts and maps, opened ${opened} menus and dialogs (${look.theme}, ${look.language})`);
    expect(points).toBeGreaterThan(500);
    if (look.theme === 'dark') expect(opened).toBeGreaterThan(20);
    expect(complaints).toEqual([]);
    await looked.close();
  });

  test('and a breach would have been seen: a script and a style within the page', async () => {
    const looked = await lookAt(browser, centre.url, { screen: 'desk', theme: 'dark', language: 'vi' });
    await looked.open('/');
    await looked.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      document.body.setAttribute('style', 'outline: 1px solid');
      document.body.append(Object.assign(new Image(), { src: 'https://evil.example/a.png' }));
    });
    const told = (what: string) => looked.complaints.some((complaint) => complaint.startsWith(`policy: ${what}`));
    await expect
      .poll(() => ['script-src-elem inline', 'style-src-attr inline', 'img-src https://evil.example'].filter(told), { timeout: 10_000 })
      .toHaveLength(3);
    expect(await looked.page.evaluate(() => 'ran' in window)).toBe(false);
    await looked.close();
  });
});
