import type { Page } from 'playwright-core';

export function settled(page: Page, options?: { timeout?: number }): Promise<void>;
