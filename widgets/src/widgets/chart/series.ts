import { label, translate } from '@haidang/sdk/client';
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { Series } from './model.ts';
import { type Plan, textWidth } from './option.ts';
import { chartTexts } from './texts.ts';
import { markWords } from './words.ts';

const dash = [3, 2];
const markers = ['circle', 'circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect'];

/** Columns or bars; what they are compared with is a dashed step line over columns. */
export function columnSeries(plan: Plan): (BarSeriesOption | LineSeriesOption)[] {
  const { kind } = plan;
  return plan.model.series.map((series, index) => ({
    ...(series.role === 'comparison' && kind !== 'bar' ? stepLine(series, plan) : columns(series, plan)),
    ...(index === 0 && kind !== 'bar' ? targetLine(plan) : {}),
  }));
}

/** Lines; the part that is not over yet is dashed, and so is what is converted to units that came later. */
export function lineSeries(plan: Plan): LineSeriesOption[] {
  return plan.model.series.flatMap((series, index) => [
    { ...line(series, plan), ...(index === 0 ? targetLine(plan) : {}) },
    ...unfinishedPart(series, plan),
    ...convertedPart(series, plan),
  ]);
}

/** Totals over a stack, where there is room for them. */
export function stackTotals(plan: Plan): LineSeriesOption[] {
  const { model } = plan;
  const [first] = model.series;
  if (!first || model.series.some(({ total }) => total === undefined)) return [];
  const totals = model.points.map((_, index) => model.series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const series: Series = { ...first, values: totals };
  const shown = marked(series, plan);
  return [
    {
      type: 'line',
      silent: true,
      lineStyle: { width: 0 },
      symbolSize: 0.01,
      showSymbol: true,
      showAllSymbol: true,
      data: totals.map((value, index) => ({ value, label: markLabel(shown.has(index), series, plan) })),
      itemStyle: { color: 'transparent' },
    },
  ];
}

function columns(series: Series, plan: Plan): BarSeriesOption {
  const { model, kind, palette } = plan;
  const color = palette.series[series.slot] ?? palette.text;
  const isAlone = model.series.filter(({ role }) => role === 'value').length === 1;
  const shown = kind === 'bar' ? new Set(model.points.keys()) : isAlone && kind === 'column' ? marked(series, plan) : new Set<number>();
  return {
    type: 'bar',
    name: series.name,
    barCategoryGap: kind === 'bar' ? '36%' : model.points.length > 30 ? '12%' : '28%',
    barGap: '0%',
    barMaxWidth: (kind === 'bar' ? 18 : 44) * palette.scale,
    ...(kind === 'stacked' ? { stack: 'all' } : {}),
    itemStyle: { color, ...(kind === 'stacked' ? { borderColor: palette.surface, borderWidth: 0.75 } : {}) },
    emphasis: { disabled: true },
    data: model.points.map((point, index) => ({
      value: series.values[index] ?? '-',
      label: { ...markLabel(shown.has(index), series, plan), position: kind === 'bar' ? 'right' : 'top' },
      ...(point.isUnfinished || point.isCut || point.isConverted
        ? { itemStyle: { color: 'transparent', borderColor: color, borderWidth: 1, borderType: dash } }
        : {}),
      ...(point.isRest ? { itemStyle: { color: palette.series[0] } } : {}),
    })),
  };
}

function stepLine(series: Series, { palette }: Plan): LineSeriesOption {
  return {
    type: 'line',
    name: series.name,
    step: 'middle',
    symbol: 'none',
    lineStyle: { color: palette.series[series.slot], width: 1.5 * palette.scale, type: [6, 3] },
    emphasis: { disabled: true },
    data: numbers(series.values),
  };
}

function line(series: Series, plan: Plan): LineSeriesOption {
  const { model, palette } = plan;
  const color = palette.series[series.slot];
  const isCompared = series.role === 'comparison';
  const isApart = (index: number) => (model.points[index]?.isUnfinished || model.points[index]?.isConverted) && !isCompared;
  const finished = series.values.map((value, index) => (isApart(index) ? undefined : value));
  const isAlone = model.series.filter(({ role }) => role === 'value').length === 1;
  const last = series.values.findLastIndex((value) => value !== undefined);
  const every = Math.max(1, Math.ceil(model.points.length / 12));
  const isLonely = (index: number) => finished[index - 1] === undefined && finished[index + 1] === undefined;
  return {
    type: 'line',
    name: series.name,
    showSymbol: true,
    showAllSymbol: true,
    symbol: isAlone ? 'circle' : markers[series.slot],
    itemStyle: { color },
    lineStyle: { color, width: (isCompared ? 1.5 : 2) * palette.scale, ...(isCompared ? { type: [6, 3] } : {}) },
    emphasis: { disabled: true },
    data: finished.map((value, index) => {
      const isMarked = !isCompared && (isLonely(index) || (isAlone ? index === last : (finished.length - 1 - index) % every === 0));
      return {
        value: value ?? '-',
        symbolSize: isMarked ? 6 * palette.scale : 0,
        label: { ...markLabel(!isCompared && isAlone && index === last, series, plan), ...atEnd(index, plan) },
      };
    }),
  };
}

function unfinishedPart(series: Series, plan: Plan): LineSeriesOption[] {
  const { model, palette } = plan;
  const at = model.points.findIndex((point) => point.isUnfinished);
  if (at === -1 || series.role === 'comparison' || series.values[at] === undefined) return [];
  const color = palette.series[series.slot];
  const isAlone = model.series.filter(({ role }) => role === 'value').length === 1;
  return [
    {
      type: 'line',
      silent: true,
      showSymbol: true,
      showAllSymbol: true,
      symbol: 'emptyCircle',
      itemStyle: { color },
      lineStyle: { color, width: 1.5 * palette.scale, type: dash },
      emphasis: { disabled: true },
      data: series.values.map((value, index) => ({
        value: index === at || index === at - 1 ? (value ?? '-') : '-',
        symbolSize: index === at ? 6 * palette.scale : 0,
        label: { ...markLabel(index === at && isAlone, series, plan), ...atEnd(index, plan) },
      })),
    },
  ];
}

/** What is converted, up to the first figure that was reported for the units in force. */
function convertedPart(series: Series, { model, palette }: Plan): LineSeriesOption[] {
  const joint = model.points.findLastIndex((point) => point.isConverted) + 1;
  if (joint === 0 || series.role === 'comparison') return [];
  const color = palette.series[series.slot];
  return [
    {
      type: 'line',
      name: series.name,
      silent: true,
      symbol: 'none',
      itemStyle: { color },
      lineStyle: { color, width: 1.5 * palette.scale, type: dash },
      emphasis: { disabled: true },
      data: numbers(series.values.map((value, index) => (index <= joint ? value : undefined))),
    },
  ];
}

function targetLine({ model, palette, setting }: Plan): { readonly markLine?: NonNullable<LineSeriesOption['markLine']> } {
  const [first] = model.series;
  if (model.target === undefined || !first) return {};
  const unit = setting.options.unit ? label(setting.options.unit, setting.locale) : '';
  const words = `${markWords(model.target, first, { ...setting, options: {} }).replace(/[,.]0$/, '')}${unit && ` ${unit}`}`;
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { color: palette.plan, width: 1.25 * palette.scale, type: [4, 3] },
      label: {
        position: 'insideStartTop',
        formatter: translate({ texts: chartTexts, key: 'target', locale: setting.locale, values: { target: words } }),
        color: palette.quiet,
        fontSize: 12 * palette.scale,
      },
      data: [{ yAxis: model.target }],
    },
  };
}

/** Points whose value is written on the mark: all when there is room, else the highest and the one that is still growing. */
function marked(series: Series, { model, palette, step, setting }: Plan): ReadonlySet<number> {
  const { values } = series;
  const width = (index: number) => textWidth(markWords(values[index], series, setting), palette) + 4 * palette.scale;
  const known = [...values.keys()].filter((index) => values[index] !== undefined);
  // A column of nothing says zero by itself.
  if (known.length <= 12 && known.every((index) => width(index) <= step)) return new Set(known.filter((index) => values[index] !== 0));
  const top = known.reduce<number | undefined>(
    (best, index) => (best === undefined || (values[index] ?? 0) > (values[best] ?? 0) ? index : best),
    undefined,
  );
  if (top === undefined || (values[top] ?? 0) <= 0) return new Set();
  const growing = model.points.findIndex((point) => point.isUnfinished);
  const fits = growing !== -1 && (values[growing] ?? 0) > 0 && Math.abs(growing - top) * step >= (width(growing) + width(top)) / 2;
  return new Set(fits ? [top, growing] : [top]);
}

function markLabel(show: boolean, series: Series, { palette, setting }: Plan) {
  return {
    show,
    position: 'top' as const,
    distance: 3 * palette.scale,
    color: palette.text,
    fontSize: 12 * palette.scale,
    fontWeight: 600 as const,
    formatter: ({ value }: { value?: unknown }) => (typeof value === 'number' ? markWords(value, series, setting) : ''),
  };
}

/** At the edge of the drawing a label stands to the left of its mark. */
function atEnd(index: number, { model, palette }: Plan) {
  return index === model.points.length - 1 ? { align: 'right' as const, offset: [4 * palette.scale, 0] } : {};
}

function numbers(values: readonly (number | undefined)[]): (number | '-')[] {
  return values.map((value) => value ?? '-');
}
