import { defineWidget, schema, type TypeOf } from '@haidang/sdk';
import { type WithWords, words, wordsByCode } from '../words.ts';

const options = schema({
  properties: {
    layout: { type: 'string', enum: ['card', 'pair', 'tiles'], 'x-ui': { widget: 'radio', group: 'look', order: 1 } },
    labels: { ...wordsByCode, 'x-ui': { widget: 'l10n', group: 'look', order: 2 } },
    unit: { ...words, 'x-ui': { widget: 'l10n', group: 'look', order: 3 } },
    decimals: { type: 'integer', minimum: 0, maximum: 4, 'x-ui': { widget: 'number', group: 'look', order: 4 } },
    target: { type: 'number', 'x-ui': { widget: 'number', group: 'judgement', order: 5 } },
    atLeast: { type: 'integer', minimum: 1, 'x-ui': { widget: 'number', group: 'judgement', order: 6, advanced: true } },
  },
});

export type ValueOptions = WithWords<TypeOf<typeof options>>;

const scalar = { shape: 'scalar', measures: [1, 1], by: [0, 0] } as const;

/** One figure with its target and comparison: a card, a pair of rates with bars, or tiles of counts. */
export const value = defineWidget({
  element: 'core-value',
  module: './widgets/value.js',
  group: 'value',
  options,
  ports: {
    main: scalar,
    second: { ...scalar, optional: true },
    third: { ...scalar, optional: true },
    fourth: { ...scalar, optional: true },
    trend: { shape: 'series', measures: [1, 1], by: [1, 1], optional: true },
  },
  size: { min: [4, 5], ideal: [6, 6], max: [12, 10] },
  sample: {
    options: { unit: { vi: '%' }, decimals: 1, target: 90, labels: { second: { vi: 'có gia hạn', en: 'extended' } } },
    data: {
      main: [{ value: 87.4, value_previous: 84.9 }],
      second: [{ value: 95.1 }],
      trend: [81.2, 82.4, 84.6, 83.5, 85.8, 87, 85.8, 88.1, 86.3, 87.1, 86.4, 87.4].map((value, index) => ({
        day: `2026-11-${String(index + 9).padStart(2, '0')}`,
        value,
      })),
    },
  },
  embed: ['shadow', 'frame'],
  role: 'figure',
});
