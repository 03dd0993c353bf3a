import type { Comparison } from '@haidang/sdk';
import type { Texts } from '@haidang/sdk/client';

/** Words for what a value is compared with: alone, and after "so" in a sentence. */
export const comparisonTexts = {
  vi: { previous: 'kỳ trước', 'same-period-last-year': 'cùng kỳ', 'tet-aligned': 'cùng kỳ tính theo Tết', plan: 'kế hoạch' },
  en: { previous: 'previous period', 'same-period-last-year': 'same period last year', 'tet-aligned': 'last year by Tết', plan: 'plan' },
} as const satisfies Texts & { readonly [language: string]: { readonly [comparison in Comparison]: string } };
