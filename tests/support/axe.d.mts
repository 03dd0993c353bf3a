import type { Page } from 'playwright-core';

/** A finding that keeps people from using the page: `serious` or `critical`. */
export interface GraveFinding {
  readonly rule: string;
  readonly impact: string;
  readonly target: string;
  readonly why: string;
}
export function graveFindings(page: Page): Promise<GraveFinding[]>;
