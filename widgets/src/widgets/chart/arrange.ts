import { translate } from '@haidang/sdk/client';
import { isCount } from '../columns.ts';
import type { ChartModel, Series } from './model.ts';
import type { Point } from './points.ts';
import { chartTexts } from './texts.ts';

/** How the names along an axis are ordered and how many there is room for. */
export interface Arrangement {
  readonly sort: 'given' | 'value' | 'name';
  readonly limit: number;
  readonly locale: string;
}

/** A chart over names in order, cut to what there is room for. What was cut is added up as one more name where it can be; else `hidden` tells how many it were. */
export function arrange(model: ChartModel, { sort, limit, locale }: Arrangement): { readonly model: ChartModel; readonly hidden: number } {
  if (model.grain) return { model, hidden: 0 };
  const order = ordered(model, sort, locale);
  if (order.length <= limit) return { model: pick(model, order), hidden: 0 };
  if (!model.series.every(({ field }) => isCount(field)))
    return { model: pick(model, order.slice(0, limit)), hidden: order.length - limit };
  const rest = order.slice(limit - 1);
  const label = translate({ texts: chartTexts, key: 'rest', locale });
  return { model: pick(model, order.slice(0, limit - 1), { point: { key: '', label, title: label, isRest: true }, of: rest }), hidden: 0 };
}

function ordered({ points, series }: ChartModel, sort: Arrangement['sort'], locale: string): readonly number[] {
  const indices = points.map((_, index) => index);
  if (sort === 'name') return indices.sort((a, b) => (points[a]?.label ?? '').localeCompare(points[b]?.label ?? '', locale));
  const [first] = series;
  if (sort === 'given' || !first) return indices;
  return indices.sort((a, b) => (first.values[b] ?? Number.NEGATIVE_INFINITY) - (first.values[a] ?? Number.NEGATIVE_INFINITY));
}

function pick(model: ChartModel, indices: readonly number[], rest?: { readonly point: Point; readonly of: readonly number[] }): ChartModel {
  const points = indices.map((index) => model.points[index]).filter((point) => point !== undefined);
  const series = model.series.map((one): Series => {
    const values = indices.map((index) => one.values[index]);
    return { ...one, values: rest ? [...values, rest.of.reduce((sum, index) => sum + (one.values[index] ?? 0), 0)] : values };
  });
  return { ...model, points: rest ? [...points, rest.point] : points, series };
}
