import type { Page } from 'playwright-core';

export function watchPage(page: Page): Promise<string[]>;
