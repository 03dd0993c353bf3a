import { formatNumber, label, translate } from '@haidang/sdk/client';
import { isCount } from '../columns.ts';
import type { ChartModel, ChartSetting, Series } from './model.ts';
import type { Point } from './points.ts';
import { chartTexts } from './texts.ts';

/** A value of a series with its unit, for tooltip, table and voice. */
export function valueWords(value: number | undefined, series: Series, { options, locale }: ChartSetting): string {
  const unit = options.unit ? label(options.unit, locale) : series.field.unit;
  return formatNumber(value, { locale, ...decimalsFor(series, options.decimals), ...(unit === undefined ? {} : { unit }) });
}

/** The same digits without the unit, to stand on a mark. */
export function markWords(value: number | undefined, series: Series, { options, locale }: ChartSetting): string {
  return formatNumber(value, { locale, ...decimalsFor(series, options.decimals) });
}

/** All that stands at a point, the first line its name. */
export function pointWords(model: ChartModel, index: number, setting: ChartSetting): readonly string[] {
  const point = model.points[index];
  if (!point) return [];
  return [
    titleWords(point, setting.locale),
    ...model.series.map((series) => `${series.name}: ${valueWords(series.values[index], series, setting)}`),
  ];
}

/** Full name of a point; it says so when its period is not whole, or its figures are converted. */
export function titleWords({ title, isUnfinished, isCut, isConverted }: Point, locale: string): string {
  const key = isUnfinished ? 'unfinished' : isCut ? 'cut' : isConverted ? 'converted' : undefined;
  return key === undefined ? title : `${title} (${translate({ texts: chartTexts, key, locale })})`;
}

/** What the chart is, for those who do not see it. */
export function summaryWords(model: ChartModel, name: string, setting: ChartSetting): string {
  const [series] = model.series;
  if (!series) return name;
  let top = 0;
  for (const [index, value] of series.values.entries()) if ((value ?? 0) > (series.values[top] ?? 0)) top = index;
  const values = {
    name,
    points: model.points.length,
    top: `${valueWords(series.values[top], series, setting)}, ${model.points[top]?.title ?? ''}`,
  };
  return translate({ texts: chartTexts, key: 'summary', locale: setting.locale, values });
}

function decimalsFor({ field }: Series, given: number | undefined): { decimals: number } {
  return { decimals: given ?? (isCount(field) ? 0 : 1) };
}
