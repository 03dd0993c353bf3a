import type { ResolvedPage } from '../catalog.ts';
import type { Page, PageTemplate, WholePage } from '../page.ts';
import { derivePage } from './derive-page.ts';
import { faultText } from './fault.ts';

/** What a page is made ready from: `template` is that of `page.base`, absent when nobody has it; `since` is an ISO 8601 instant; problems are said in `language`. */
export interface PageToResolve {
  readonly page: Page;
  readonly template?: PageTemplate | WholePage | undefined;
  readonly since: string;
  readonly language?: string;
}

/** A page made ready to draw: its differences laid over its template, what is wrong left out or drawn as a placeholder, and listed. The page passes `checkDocument('page', …)`. */
export function resolvePage({ page, template, since, language }: PageToResolve): ResolvedPage {
  const { page: whole, faults } = derivePage({ page, template });
  return {
    page: whole,
    problems: faults.map((fault) => ({
      of: `page:${page.id}`,
      code: fault.code,
      message: `${fault.path || '/'}: ${faultText(fault, language)}`,
      since,
    })),
  };
}
