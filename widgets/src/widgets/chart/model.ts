import type { Result, ResultField } from '@haidang/sdk';
import { label, type Ports, translate } from '@haidang/sdk/client';
import { type Column, codeAt, columnsOf, isCount, nameOf, numberAt } from '../columns.ts';
import { targetOf } from '../level.ts';
import type { TimeGrain } from './buckets.ts';
import type { ChartOptions } from './definition.ts';
import { grainOf, namedPoints, type Point, pointKey, timePoints } from './points.ts';
import { chartTexts } from './texts.ts';

/** What a chart draws, whatever it is drawn with: points along an axis and series of values at them. */
export interface ChartModel {
  readonly axis: Column;
  /** Step of time of the axis; none when names stand along it. */
  readonly grain?: TimeGrain;
  readonly points: readonly Point[];
  readonly series: readonly Series[];
  readonly target?: number;
}

/** One fill or line. `values` are in the order of the points. */
export interface Series {
  readonly name: string;
  readonly role: 'value' | 'comparison';
  readonly field: ResultField;
  readonly values: readonly (number | undefined)[];
  /** Colour 1–6; 0 is the neutral one of the rest. */
  readonly slot: number;
  /** Sum over the axis, where figures can be added up. */
  readonly total?: number;
}

/** What a chart is made of besides its data. `now` is the server's wall clock. */
export interface ChartSetting {
  readonly options: ChartOptions;
  readonly locale: string;
  readonly now: number;
}

/** More fills than this cannot be told apart. */
const mostSeries = 6;

/** The chart of a widget's ports; nothing when the main one holds no grouped figures. */
export function chartModel(ports: Ports, setting: ChartSetting): ChartModel | undefined {
  const result = ports.main?.result;
  if (!result) return undefined;
  const { by, measures } = columnsOf(result);
  const axis = by.find((column) => grainOf(column, result)) ?? by[0];
  const [measure] = measures;
  if (!axis || !measure) return undefined;
  const grain = grainOf(axis, result);
  const points = grain ? timePoints({ result, axis, grain, ...setting }) : namedPoints({ result, axis, ...setting });
  const place = { points, axis, grain, setting };
  const split = by.find((column) => column !== axis);
  const own = split
    ? splitSeries(result, place, split, measure)
    : measures.slice(0, mostSeries).map((one, index) => columnSeries(result, place, one, { role: 'value', slot: index + 1, port: 'main' }));
  const series = [...own, ...secondSeries(ports.second?.result, place, own.length)];
  if (series.length === 1)
    series.push(...measure.comparisons.map((one) => columnSeries(result, place, one, { role: 'comparison', slot: 5, port: 'main' })));
  // "None at all" is a rule, not a line to draw.
  const target = setting.options.target ?? (targetOf(measure.field.levels) || undefined);
  return { axis, ...(grain && { grain }), points, series, ...(target === undefined ? {} : { target }) };
}

/** The axis that series are laid along. */
interface Place {
  readonly points: readonly Point[];
  readonly axis: Column;
  readonly grain: TimeGrain | undefined;
  readonly setting: ChartSetting;
}

function columnSeries(
  result: Result,
  place: Place,
  { at, field }: Column,
  { role, slot, port }: { role: Series['role']; slot: number; port: string },
): Series {
  const { locale, options } = place.setting;
  const found = new Map(result.rows.map((row) => [pointKey(codeAt(row, place.axis.at), place.grain), numberAt(row, at)]));
  const given = options.labels?.[field.name] ?? (role === 'value' ? options.labels?.[port] : undefined);
  const name = given
    ? label(given, locale)
    : field.compare
      ? translate({ texts: chartTexts, key: field.compare, locale })
      : label(field.label, locale);
  return seriesOf({ name, role, field, slot }, found, place);
}

function secondSeries(result: Result | undefined, place: Place, before: number): readonly Series[] {
  if (!result) return [];
  const { by, measures } = columnsOf(result);
  const [axis] = by;
  const [measure] = measures;
  if (!axis || !measure) return [];
  // Beside one series the second takes the warm colour 5, as far from the first as six colours allow.
  return [columnSeries(result, { ...place, axis }, measure, { role: 'value', slot: before === 1 ? 5 : before + 1, port: 'second' })];
}

/** One series for each code of the second group; the small ones are added up when they can be. Order and colour go by code, so that they stay while figures move. */
function splitSeries(result: Result, place: Place, split: Column, measure: Column): readonly Series[] {
  const { locale } = place.setting;
  const groups = new Map<string, { values: Map<string, number | undefined>; sum: number }>();
  for (const row of result.rows) {
    const code = codeAt(row, split.at);
    const group = groups.get(code) ?? { values: new Map(), sum: 0 };
    const value = numberAt(row, measure.at);
    group.values.set(pointKey(codeAt(row, place.axis.at), place.grain), value);
    group.sum += value ?? 0;
    groups.set(code, group);
  }
  const ranked = [...groups].sort(([, a], [, b]) => b.sum - a.sum);
  const isMerged = ranked.length > mostSeries && isCount(measure.field);
  const named = ranked.slice(0, isMerged ? mostSeries - 1 : mostSeries).sort(([a], [b]) => (a < b ? -1 : 1));
  const unknown = translate({ texts: chartTexts, key: 'unknown', locale });
  const series = named.map(([code, { values }], index) =>
    seriesOf(
      { name: code === '' ? unknown : nameOf(split.field, code, locale), role: 'value', field: measure.field, slot: index + 1 },
      values,
      place,
    ),
  );
  if (!isMerged) return series;
  const rest = new Map<string, number>();
  for (const [, { values }] of ranked.slice(mostSeries - 1)) {
    for (const [key, value] of values) rest.set(key, (rest.get(key) ?? 0) + (value ?? 0));
  }
  return [
    ...series,
    seriesOf({ name: translate({ texts: chartTexts, key: 'rest', locale }), role: 'value', field: measure.field, slot: 0 }, rest, place),
  ];
}

function seriesOf(
  head: Pick<Series, 'name' | 'role' | 'field' | 'slot'>,
  found: ReadonlyMap<string, number | undefined>,
  { points, setting }: Place,
): Series {
  const isAdded = isCount(head.field);
  const isZero = setting.options.empty === undefined ? isAdded : setting.options.empty === 'zero';
  // No row counts as zero, but nothing is known of a time that has not begun.
  const values = points.map(({ key, isFuture }) => (isFuture ? found.get(key) || undefined : (found.get(key) ?? (isZero ? 0 : undefined))));
  // What is compared may run on where the value has not come yet: their sums are not alike.
  const total = isAdded && head.role === 'value' ? values.reduce<number>((sum, value) => sum + (value ?? 0), 0) : undefined;
  return { ...head, values, ...(total === undefined ? {} : { total }) };
}
