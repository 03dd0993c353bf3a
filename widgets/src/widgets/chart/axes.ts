import type { TimeGrain } from './buckets.ts';
import { type Plan, textWidth, tickWord } from './option.ts';
import type { Point } from './points.ts';
import { markWords } from './words.ts';

/** Room around the marks. */
export function gridOf({ kind, palette, left, right, model, setting }: Plan) {
  const { scale } = palette;
  if (kind !== 'bar') return { left, right, top: 18 * scale, bottom: 20 * scale, outerBoundsMode: 'none' as const };
  const marks = model.series.flatMap((series) => series.values.map((value) => textWidth(markWords(value, series, setting), palette)));
  return {
    left: 1,
    right: Math.max(0, ...marks) + 8 * scale,
    top: 0,
    bottom: 0,
    outerBoundsMode: 'same' as const,
    outerBoundsContain: 'axisLabel' as const,
  };
}

/** The axis of values: a few faint lines, no box. */
export function valueAxis({ kind, palette, scale, isBare, setting }: Plan) {
  const size = palette.scale;
  const ticks = new Set(scale.ticks);
  return {
    type: 'value' as const,
    min: scale.min,
    max: kind === 'bar' ? Math.max(...scale.ticks, scale.max) / 1.08 : scale.max,
    interval: scale.step,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      show: !isBare,
      color: palette.faint,
      fontSize: 12 * size,
      margin: 6 * size,
      formatter: (value: number) => (ticks.has(Number(value.toPrecision(12))) ? tickWord(value, setting.locale) : ''),
    },
    splitLine: { show: !isBare, showMaxLine: ticks.has(scale.max), showMinLine: false, lineStyle: { color: palette.line, width: 1 } },
  };
}

/** The axis of points: as many names as there is room for. */
export function categoryAxis(plan: Plan) {
  const { model, kind, palette, width, step, left, right } = plan;
  const size = palette.scale;
  const shown = model.grain ? shownNames(plan, model.grain) : undefined;
  const edge = kind === 'line' ? 0 : step / 2;
  const halfOf = (point: Point | undefined) => textWidth(point?.label ?? '', palette) / 2;
  const room = kind === 'bar' ? Math.min(0.42 * width, 200 * size) : step - 4 * size;
  return {
    type: 'category' as const,
    data: model.points.map((point) => point.label),
    inverse: kind === 'bar',
    boundaryGap: kind !== 'line',
    axisTick: { show: false },
    axisLine: { show: true, onZero: true, lineStyle: { color: palette.base, width: 1 } },
    axisLabel: {
      color: kind === 'bar' ? palette.quiet : palette.faint,
      fontSize: 12 * size,
      margin: 6 * size,
      interval: shown ? (index: number) => shown.has(index) : 0,
      ...(shown
        ? {
            ...(halfOf(model.points[0]) > left + edge ? { alignMinLabel: 'left' as const } : {}),
            ...(halfOf(model.points.at(-1)) > right + edge ? { alignMaxLabel: 'right' as const } : {}),
          }
        : { width: room, overflow: 'truncate' as const, ellipsis: '…' }),
    },
  };
}

// Distances between names that people count in.
const strides: { readonly [grain in TimeGrain]: readonly number[] } = {
  hour: [1, 2, 3, 6, 12, 24, 48, 168],
  day: [1, 2, 5, 7, 14, 28, 56, 91, 182],
  week: [1, 2, 4, 8, 13, 26, 52],
  month: [1, 2, 3, 6, 12, 24],
  quarter: [1, 2, 4, 8],
  year: [1, 2, 5, 10],
};

/** Which steps of time are named. Hours count from midnight; other steps count back from the newest, which is what people look for. */
function shownNames({ model, palette, step }: Plan, grain: TimeGrain): ReadonlySet<number> {
  const { points } = model;
  const widest = Math.max(...points.map((point) => textWidth(point.label, palette))) + 24 * palette.scale;
  const stride = strides[grain].find((one) => one * step >= widest) ?? points.length;
  const origin = grain === 'hour' ? points.findIndex((point) => Number(point.key) % 86_400_000 === 0) : points.length - 1;
  return new Set([...points.keys()].filter((index) => Math.abs(index - Math.max(origin, 0)) % stride === 0));
}
