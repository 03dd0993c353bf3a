import { formatNumber, translate } from '@haidang/sdk/client';
import type { Sheet } from '../sheet.ts';
import { mapTexts } from '../texts.ts';
import type { ReportColumns } from '../view/list-view.ts';

/** Open and overdue reports by unit, beside a single measure: only where every report came and says its unit. */
export function reportColumns({ units, reports }: Sheet, locale: string): ReportColumns | undefined {
  if (!reports || reports.isCut || reports.unitField === undefined || units.columns.length > 1) return undefined;
  const counts = new Map<string, { open: number; late: number }>();
  for (const { unit, shape } of reports.list) {
    if (unit === undefined || shape === 'done') continue;
    const count = counts.get(unit) ?? { open: 0, late: 0 };
    count.open += 1;
    if (shape === 'high') count.late += 1;
    counts.set(unit, count);
  }
  const write = (value: number) => (value === 0 ? '–' : formatNumber(value, { locale, decimals: 0 }));
  return {
    names: ['column.open', 'column.late'].map((key) => translate({ texts: mapTexts, key, locale })),
    cells: new Map([...counts].map(([unit, { open, late }]) => [unit, [write(open), write(late)]])),
  };
}
