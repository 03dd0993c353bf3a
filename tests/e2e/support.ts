import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningServer, type ServerOptions, startServer } from '@haidang/core';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../support/browser.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const example = join(root, 'examples', 'phan-thiet');

export interface Centre extends RunningServer {
  readonly folder: string;
  readonly data: string;
}

/** Serves a copy of the example with an empty data folder. */
export async function startExample(options: Partial<ServerOptions> & { readonly edit?: (folder: string) => void } = {}): Promise<Centre> {
  const place = mkdtempSync(join(tmpdir(), 'haidang-e2e-'));
  const folder = join(place, 'phan-thiet');
  const data = join(place, 'data');
  cpSync(example, folder, { recursive: true });
  options.edit?.(folder);
  const server = await startServer({ folder, data, port: 0, simulate: false, ...options });
  return {
    ...server,
    folder,
    data,
    async stop() {
      await server.stop();
      rmSync(place, { recursive: true, force: true });
    },
  };
}

export interface Opened {
  readonly page: Page;
  /** What the browser complained about: console errors, failed requests, uncaught exceptions. */
  readonly complaints: string[];
}

/** Opens a page as a viewer would: Vietnamese, desk, dark. */
export async function openPage(
  browser: Browser,
  url: string,
  { width = 1440, height = 900, locale = 'vi-VN', theme = 'dark' as 'dark' | 'light' } = {},
): Promise<Opened> {
  const context = await browser.newContext({ locale, viewport: { width, height }, colorScheme: theme, timezoneId: 'America/Los_Angeles' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} ${request.failure()?.errorText}`));
  await page.goto(url);
  return { page, complaints };
}

export { launchChromium };

/** A report as an outside system sends it. */
export function reportRow(code: string, more: { readonly [field: string]: unknown } = {}): { readonly [field: string]: unknown } {
  return {
    report_code: code,
    channel: 'web',
    title: `Đèn đường hỏng trước ngõ ${code}`,
    category_code: 'lighting',
    severity_level: 'normal',
    ward: '22945@2025-07-01',
    reported_at: new Date().toISOString(),
    status: 'submitted',
    is_public: true,
    ...more,
  };
}

/** Sends a row; throws unless it was taken. */
export async function postReport(url: string, row: { readonly [field: string]: unknown }): Promise<void> {
  const response = await fetch(`${url}/api/records/field-reports/report`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(row),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

/** The frame with this title. */
export function frameOf(page: Page, title: string): Locator {
  return page.locator('ioc-frame').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
}

/** The number that a value card shows, as a person reads it; NaN while there is none. */
export async function figureOf(page: Page, title: string): Promise<number> {
  const digits = frameOf(page, title).locator('core-value .digits').first();
  if ((await digits.count()) === 0) return Number.NaN;
  return Number(((await digits.textContent()) ?? '').replaceAll('.', '').replace(',', '.'));
}

/** How the trust rule of a frame is drawn. */
export function ruleOf(page: Page, title: string): Promise<string | null> {
  return frameOf(page, title).locator('section.frame').getAttribute('data-rule');
}
