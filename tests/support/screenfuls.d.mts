import type { Page } from 'playwright-core';

export function screenfuls(page: Page): AsyncGenerator<number>;
