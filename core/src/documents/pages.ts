import type { Page, ResolvedPage } from '@haidang/sdk';
import { resolvePage } from '@haidang/sdk/documents';
import type { DataContext } from '../data/context.ts';

/** A page made ready to draw: its template merged in. */
export function resolvedPage({ registry, clock }: Pick<DataContext, 'registry' | 'clock'>, page: Page, language: string): ResolvedPage {
  const template = page.base ? registry.templates.get(page.base.template)?.template : undefined;
  return resolvePage({ page, template, since: new Date(clock.now()).toISOString(), language });
}
