import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, MarkLineComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { isCount } from '../columns.ts';
import { categoryAxis, gridOf, valueAxis } from './axes.ts';
import type { ChartModel, ChartSetting } from './model.ts';
import type { Palette } from './palette.ts';
import { type Scale, scaleOf } from './scale.ts';
import { columnSeries, lineSeries, stackTotals } from './series.ts';
import { pointWords } from './words.ts';

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | MarkLineComponentOption | TooltipComponentOption
>;

/** All that decides how a chart is drawn. */
export interface Drawing {
  readonly model: ChartModel;
  readonly kind: 'column' | 'line' | 'bar' | 'stacked';
  readonly setting: ChartSetting;
  readonly palette: Palette;
  readonly width: number;
  readonly height: number;
}

/** A drawing with what follows from it, for the parts of the option. */
export interface Plan extends Drawing {
  readonly scale: Scale;
  /** Too small for a value axis: the labels on the marks have to do. */
  readonly isBare: boolean;
  readonly left: number;
  readonly right: number;
  /** Pixels of one point along the axis. */
  readonly step: number;
}

/** Width of a text in the axis' size; digits of the face are alike, letters a little wider at most. */
export function textWidth(text: string, { scale }: Palette): number {
  return text.length * 6.9 * scale;
}

/** The option of a chart library for a drawing; nothing in it moves by itself. */
export function chartOption(drawing: Drawing): ChartOption {
  const plan = planOf(drawing);
  const { model, kind, palette, setting } = plan;
  const names = categoryAxis(plan);
  const values = valueAxis(plan);
  const series = kind === 'line' ? lineSeries(plan) : columnSeries(plan);
  return {
    animation: false,
    textStyle: { fontFamily: palette.font, fontSize: 12 * palette.scale },
    grid: gridOf(plan),
    ...(kind === 'bar' ? { xAxis: values, yAxis: names } : { xAxis: names, yAxis: values }),
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      transitionDuration: 0,
      backgroundColor: palette.raised,
      borderColor: palette.base,
      borderWidth: 1,
      borderRadius: 2,
      padding: [6 * palette.scale, 8 * palette.scale],
      shadowBlur: 0,
      shadowOffsetX: 0,
      shadowOffsetY: 0,
      textStyle: { color: palette.text, fontFamily: palette.font, fontSize: 12 * palette.scale, lineHeight: 17 * palette.scale },
      axisPointer: {
        type: kind === 'line' ? 'line' : 'shadow',
        // Under the marks, which it would dim.
        z: -1,
        label: { show: false },
        lineStyle: { color: palette.base, width: 1, type: 'solid' },
        shadowStyle: { color: palette.select, opacity: 0.6 },
      },
      formatter: (marks) => {
        const [mark] = Array.isArray(marks) ? marks : [marks];
        return pointWords(model, mark?.dataIndex ?? 0, setting).join('\n');
      },
    },
    series: kind === 'stacked' ? [...series, ...stackTotals(plan)] : series,
  };
}

function planOf(drawing: Drawing): Plan {
  const { model, kind, palette, width, height, setting } = drawing;
  const isBare =
    kind === 'bar' || (kind !== 'line' && model.series.length === 1 && (height < 110 * palette.scale || width < 200 * palette.scale));
  const heights =
    kind === 'stacked'
      ? model.points.map((_, index) => model.series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0))
      : model.series.flatMap(({ values }) => values);
  const isWhole = model.series.every(({ field }) => isCount(field));
  const scale = scaleOf([...heights, ...(model.target === undefined || kind === 'bar' ? [] : [model.target])], {
    isWhole,
    mayFloat: kind === 'line',
  });
  const tickWords = scale.ticks.map((tick) => tickWord(tick, setting.locale));
  const left = isBare ? 0 : Math.max(...tickWords.map((word) => textWidth(word, palette))) + 8 * palette.scale;
  const edge = kind === 'line' ? 0 : (width - left) / Math.max(model.points.length, 1) / 2;
  const right = Math.max(kind === 'line' ? 5 * palette.scale : 1, Math.min(lastOverhang(model, palette) - edge, 28 * palette.scale));
  return { ...drawing, scale, isBare, left, right, step: (width - left - right) / Math.max(model.points.length, 1) };
}

/** How far the name of the newest step reaches beyond its middle; hours are named from midnight on, so that their last seldom is. */
function lastOverhang({ grain, points }: ChartModel, palette: Palette): number {
  return grain && grain !== 'hour' ? textWidth(points.at(-1)?.label ?? '', palette) / 2 : 0;
}

/** A value of the axis: short, without unit. */
export function tickWord(value: number, locale: string): string {
  return new Intl.NumberFormat(locale.startsWith('vi') ? 'vi-VN' : locale, { maximumFractionDigits: 2 }).format(value).replace('-', '−');
}
