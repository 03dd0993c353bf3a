import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Centre, figureOf, launchChromium, openPage, ruleOf, startExample } from './support.ts';

let browser: Browser;
let centre: Centre;
let shift = 0;
const started = Date.now();

/** When the newest report came. */
async function newestOf({ url }: Centre): Promise<number> {
  const queries = { newest: { from: 'field-reports/report', measures: { at: { fn: 'max', field: 'reported_at' } } } };
  const reply = await fetch(`${url}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ queries }),
  });
  const { results }: { results: { newest: { rows: string[][] } } } = await reply.json();
  return Date.parse(results.newest.rows[0]?.[0] ?? '');
}

beforeAll(async () => {
  const clock = { now: () => Date.now() + shift };
  [browser, centre] = await Promise.all([launchChromium(), startExample({ clock, simulate: true })]);
});

afterAll(async () => {
  await browser?.close();
  await centre?.stop();
});

test('the trust rule goes dashed when the source falls silent, then hatched, and the value stays', async () => {
  const { page } = await openPage(browser, centre.url);
  const rule = () => ruleOf(page, 'Tiếp nhận trong kỳ');
  const value = () => figureOf(page, 'Đang mở');
  await expect.poll(rule, { timeout: 10_000 }).toBe('double');
  // The illustrative history may end long enough ago to be late at once.
  await expect.poll(() => newestOf(centre), { timeout: 20_000 }).toBeGreaterThan(started);
  centre.stopSimulator();
  await sleep(1500);
  const before = await value();
  expect(before).toBeGreaterThan(0);
  shift = 61 * 60_000;
  await expect.poll(rule, { timeout: 10_000 }).toBe('dashes');
  shift = 80 * 60_000;
  await expect.poll(rule, { timeout: 10_000 }).toBe('hatch');
  expect(await value()).toBe(before);
});
