import type { Result } from '@haidang/sdk';
import { codeAt, columnsOf, isCount, numberAt } from '../columns.ts';
import type { ChartModel, ChartSetting } from './model.ts';
import type { Point } from './points.ts';

/** One line of a ranking. */
export interface Rank {
  readonly point: Point;
  readonly value: number;
  /** Of the longest bar. */
  readonly share: number;
  readonly cases?: number;
}

/** Names by value with their number of cases; those with too few cases stand apart, without a bar. */
export interface Ranking {
  readonly ranks: readonly Rank[];
  readonly tooFew: readonly { readonly point: Point; readonly cases?: number }[];
  /** Of the longest bar. */
  readonly target?: number;
}

/** Fewer cases make no rate (when the indicator says nothing else). */
const fewest = 10;

/** Ranks the points of a chart. Rates count as such only with enough cases. */
export function rankingOf(model: ChartModel, cases: Result | undefined, { options }: ChartSetting): Ranking {
  const [series] = model.series;
  if (!series) return { ranks: [], tooFew: [] };
  const counts = casesByCode(cases);
  const isRate = !isCount(series.field);
  const whole = Math.max(series.field.unit === '%' ? 100 : 0, ...series.values.map((value) => value ?? 0)) || 1;
  const ranks: Rank[] = [];
  const tooFew: { point: Point; cases?: number }[] = [];
  for (const [index, point] of model.points.entries()) {
    const value = series.values[index];
    const n = counts.get(point.key);
    const found = n === undefined ? {} : { cases: n };
    if (value === undefined || (isRate && n !== undefined && n < (options.atLeast ?? fewest))) tooFew.push({ point, ...found });
    else ranks.push({ point, value, share: value / whole, ...found });
  }
  return { ranks, tooFew, ...(model.target === undefined ? {} : { target: model.target / whole }) };
}

function casesByCode(cases: Result | undefined): ReadonlyMap<string, number> {
  if (!cases) return new Map();
  const { by, measures } = columnsOf(cases);
  const [group] = by;
  const [measure] = measures;
  if (!group || !measure) return new Map();
  return new Map(cases.rows.map((row) => [codeAt(row, group.at), numberAt(row, measure.at) ?? 0]));
}
