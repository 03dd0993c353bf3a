import type { Browser, Page } from 'playwright-core';

/** How a person looks at a centre. */
export interface ViewerLook {
  readonly screen: { readonly width: number; readonly height: number; readonly isPhone?: true };
  readonly theme: 'dark' | 'light';
  readonly language: 'vi' | 'en';
}
export function viewer(
  browser: Browser,
  url: string,
  look: ViewerLook,
): Promise<{ page: Page; complaints: string[]; close(): Promise<void> }>;
