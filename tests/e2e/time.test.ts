import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Centre, launchChromium, openPage, startExample } from './support.ts';

let browser: Browser;
const centres: Centre[] = [];
let now = Date.parse('2025-12-31T23:59:59+07:00');

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  for (const centre of centres) await centre.stop();
});

async function start(month?: string): Promise<Centre> {
  const edit = (folder: string) => {
    const file = join(folder, 'ioc.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...(month !== undefined && { month }) }));
  };
  const centre = await startExample({ clock: { now: () => now }, edit, sample: false });
  centres.push(centre);
  return centre;
}

/** Bounds that the control offers, by name of the period. */
async function offers(page: Page): Promise<ReadonlyMap<string, string>> {
  await page.locator('ioc-time').getByRole('button').first().click();
  const options = page.locator('ioc-time [role=option]');
  await expect.poll(() => options.first().locator('.hint').textContent(), { timeout: 10_000 }).toMatch(/\d{4}/);
  const texts = await options.evaluateAll((all) =>
    all.map((option) => [option.querySelector('.text')?.textContent ?? '', option.querySelector('.hint')?.textContent ?? ''] as const),
  );
  return new Map(texts);
}

/** What the control says of words, and the bounds that it shows once they are chosen. */
async function type(page: Page, words: string): Promise<string> {
  await page.locator('ioc-time .said input').fill(words);
  const note = page.locator('ioc-time #said');
  await expect.poll(() => note.textContent(), { timeout: 10_000 }).toMatch(/\d{2}\/\d{2}\/\d{4}|Chưa hiểu/);
  return (await note.textContent()) ?? '';
}

test('the control offers the bounds of the server in the last second of a year, to a reader in UTC−8', async () => {
  now = Date.parse('2025-12-31T23:59:59+07:00');
  const { page } = await openPage(browser, (await start()).url);
  expect(await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone)).toBe('America/Los_Angeles');
  expect(Object.fromEntries(await offers(page))).toMatchObject({
    'Hôm nay': '31/12/2025',
    'Tuần này': '29/12/2025 – 04/01/2026',
    'Tháng này': '01/12/2025 – 31/12/2025',
    'Quý này': '01/10/2025 – 31/12/2025',
    '6 tháng': '01/07/2025 – 31/12/2025',
    '9 tháng': '01/01/2025 – 30/09/2025',
    'Luỹ kế từ đầu năm': '01/01/2025 – 31/12/2025',
    'Năm nay': '01/01/2025 – 31/12/2025',
    'Nhiệm kỳ': '23/05/2021 – 14/03/2026',
  });
  expect(await page.locator('ioc-time .rule').count()).toBe(0);
  expect(await type(page, 'tuần trước')).toBe('22/12/2025 – 28/12/2025');
  expect(await type(page, 'Quý III')).toBe('01/07/2025 – 30/09/2025');
  expect(await type(page, 'last quarter')).toBe('01/07/2025 – 30/09/2025');
  expect(await type(page, 'Tết 2026')).toBe('17/02/2026 – 19/02/2026');
  expect(await type(page, 'bao giờ')).toContain('Chưa hiểu “bao giờ”');
  expect(await type(page, '20/11')).toBe('20/11/2025');
  await page.locator('ioc-time .said input').press('Enter');
  await expect.poll(() => page.locator('ioc-time b').textContent(), { timeout: 10_000 }).toBe('20/11/2025');
  await page.context().close();
});

test('a reporting month is named, and begins at its second', async () => {
  now = Date.parse('2026-11-25T11:59:59+07:00');
  const centre = await start('25T12:00');
  const { page } = await openPage(browser, centre.url);
  expect((await offers(page)).get('Tháng này')).toBe('12:00 25/10/2026 – 12:00 25/11/2026');
  expect(await page.locator('ioc-time .rule').textContent()).toBe('Tháng báo cáo tính từ 12:00 ngày 25 tháng trước.');
  expect(await type(page, 'tháng trước')).toBe('12:00 25/09/2026 – 12:00 25/10/2026');
  await page.context().close();
  now += 1000;
  const { page: later } = await openPage(browser, centre.url);
  expect((await offers(later)).get('Tháng này')).toBe('12:00 25/11/2026 – 12:00 25/12/2026');
  await later.context().close();
});
