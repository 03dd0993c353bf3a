import type { ClientMessage, ServerMessage } from '@haidang/sdk';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Centre, figureOf, frameOf, launchChromium, openPage, postReport, reportRow, startExample } from './support.ts';

const soon = { timeout: 10_000 };

let browser: Browser;
let centre: Centre;

beforeAll(async () => {
  [browser, centre] = await Promise.all([launchChromium(), startExample()]);
});

afterAll(async () => {
  await browser?.close();
  await centre?.stop();
});

test('a widget that is scrolled out of view ends its watch on the server, and goes on with the newest when it comes back', async () => {
  const title = 'Phản ánh hôm nay';
  const { page, complaints } = await openPage(browser, 'about:blank', { width: 390, height: 844 });
  const asked = new Map<string, ClientMessage>();
  let toldMeanwhile: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      const message = JSON.parse(String(payload)) as ClientMessage;
      if (message.type === 'watch') asked.set(message.id, message);
      if (message.type === 'unwatch') asked.delete(message.id);
    });
    socket.on('framereceived', ({ payload }) => {
      const message = JSON.parse(String(payload)) as ServerMessage;
      if (message.type === 'result') toldMeanwhile.push(message.id);
    });
  });
  // The first of its three queries: how many came today, beside yesterday.
  const watchOfToday = () =>
    [...asked.values()].find(
      (message) =>
        message.type === 'watch' &&
        message.query.from === 'field-reports/received' &&
        message.query.time === 'today' &&
        message.query.compare !== undefined &&
        message.query.by === undefined,
    );
  await page.goto(centre.url);
  await expect.poll(() => figureOf(page, title), soon).toBeGreaterThanOrEqual(0);
  await expect.poll(watchOfToday, soon).toBeDefined();
  const before = await figureOf(page, title);
  const watched = centre.hub.size;

  const last = page.locator('ioc-placement').last();
  await last.scrollIntoViewIfNeeded();
  await expect.poll(watchOfToday, soon).toBeUndefined();
  // The server keeps what is seen, and nothing else.
  await expect
    .poll(() => centre.hub.size, soon)
    .toBe(new Set([...asked.values()].map((each) => JSON.stringify('query' in each && each.query))).size);
  expect(centre.hub.size).not.toBe(0);
  expect(watched).toBeGreaterThan(0);

  toldMeanwhile = [];
  await postReport(centre.url, reportRow('OFF-1'));
  await postReport(centre.url, reportRow('OFF-2'));
  await expect.poll(() => toldMeanwhile.length, soon).toBeGreaterThan(0);
  expect(toldMeanwhile.every((id) => asked.has(id))).toBe(true);
  expect(await figureOf(page, title)).toBe(before);

  await frameOf(page, title).scrollIntoViewIfNeeded();
  await expect.poll(() => figureOf(page, title), soon).toBe(before + 2);
  expect(watchOfToday()).toMatchObject({ at: expect.stringMatching(/^[0-9a-f]+:\d+:\d+/) });
  expect(complaints).toEqual([]);
});
