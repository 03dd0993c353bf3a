import { defineWidget, schema, type TypeOf } from '@haidang/sdk';
import { type WithWords, words, wordsByCode } from '../words.ts';

const options = schema({
  properties: {
    kind: { type: 'string', enum: ['column', 'line', 'bar', 'stacked', 'ranking'], 'x-ui': { widget: 'radio', group: 'look', order: 1 } },
    labels: { ...wordsByCode, 'x-ui': { widget: 'l10n', group: 'look', order: 2 } },
    unit: { ...words, 'x-ui': { widget: 'l10n', group: 'look', order: 3 } },
    decimals: { type: 'integer', minimum: 0, maximum: 4, 'x-ui': { widget: 'number', group: 'look', order: 4 } },
    sort: { type: 'string', enum: ['given', 'value', 'name'], 'x-ui': { widget: 'radio', group: 'data', order: 5 } },
    limit: { type: 'integer', minimum: 1, maximum: 200, 'x-ui': { widget: 'number', group: 'data', order: 6 } },
    empty: { type: 'string', enum: ['zero', 'gap'], 'x-ui': { widget: 'radio', group: 'data', order: 7, advanced: true } },
    target: { type: 'number', 'x-ui': { widget: 'number', group: 'judgement', order: 8 } },
    atLeast: { type: 'integer', minimum: 1, 'x-ui': { widget: 'number', group: 'judgement', order: 9, advanced: true } },
  },
});

export type ChartOptions = WithWords<TypeOf<typeof options>>;

/** Figures along time or over categories: columns, lines, bars, stacked columns, or a ranking with the number of cases. */
export const chart = defineWidget({
  element: 'core-chart',
  module: './widgets/chart.js',
  group: 'chart',
  options,
  ports: {
    main: { shape: 'series', measures: [1, 6], by: [1, 2] },
    second: { shape: 'series', measures: [1, 1], by: [1, 1], optional: true },
    cases: { shape: 'series', measures: [1, 1], by: [1, 1], optional: true },
  },
  emits: ['select'],
  size: { min: [6, 6], ideal: [8, 9] },
  sample: {
    options: { labels: { value: { vi: 'tiếp nhận', en: 'received' } } },
    data: {
      main: [3, 2, 1, 1, 2, 4, 11, 16, 21, 18, 15, 13, 10, 14, 17].map((value, hour) => ({
        reported_at: `2026-11-20T${String(hour).padStart(2, '0')}:00:00+07:00`,
        value,
      })),
    },
  },
  embed: ['shadow', 'frame'],
  role: 'figure',
});
