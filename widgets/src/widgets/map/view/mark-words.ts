import { formatNumber, translate } from '@haidang/sdk/client';
import type { Mark } from '../layout/marks.ts';
import { mapTexts } from '../texts.ts';

/** Name of a mark for those who do not see it, and over the list of its reports. */
export function markName(mark: Mark, locale: string): string {
  const [report] = mark.reports;
  if (mark.ring === 0 && report)
    return [report.title, report.category, report.place, report.standing].filter((part) => part !== '').join(', ');
  const values = {
    n: formatNumber(mark.reports.length, { locale, decimals: 0 }),
    category: mark.category,
    radius: radiusWords(mark, locale),
  };
  return translate({ texts: mapTexts, key: mark.category === '' ? 'cluster' : 'cluster.of', locale, values });
}

/** Words beside a ring; none where it is about several things. */
export function tagWords(mark: Mark, locale: string): string {
  if (mark.category === '') return '';
  return translate({ texts: mapTexts, key: 'cluster.tag', locale, values: { category: mark.category, radius: radiusWords(mark, locale) } });
}

/** A distance as people say it: "300 m", "1,4 km". */
export function distanceWords(metres: number, locale: string): string {
  if (metres < 1000) return `${formatNumber(metres, { locale, decimals: 0 })} m`;
  const kilometres = metres / 1000;
  return `${formatNumber(kilometres, { locale, decimals: Number.isInteger(kilometres) ? 0 : 1 })} km`;
}

function radiusWords({ reach }: Mark, locale: string): string {
  const step = reach < 1000 ? 50 : 100;
  return distanceWords(Math.max(Math.ceil(reach / step) * step, step), locale);
}
