import { defineWidget, schema, type TypeOf } from '@haidang/sdk';
import { type StatusOptions, shapesByCode } from '../words.ts';

const options = schema({
  properties: {
    title: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 1 } },
    time: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 2 } },
    place: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 3 } },
    due: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 4 } },
    until: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 5 } },
    icon: {
      type: 'object',
      required: ['field', 'names'],
      additionalProperties: false,
      properties: { field: { type: 'string' }, names: { type: 'object', additionalProperties: { type: 'string' } } },
      'x-ui': { widget: 'icon', group: 'look', order: 6 },
    },
    status: {
      type: 'object',
      required: ['field', 'shapes'],
      additionalProperties: false,
      properties: { field: { type: 'string' }, shapes: shapesByCode },
      'x-ui': { widget: 'status', group: 'look', order: 7 },
    },
    key: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 9, advanced: true } },
    limit: { type: 'integer', minimum: 1, maximum: 200, 'x-ui': { widget: 'number', group: 'data', order: 8 } },
  },
});

type Written = TypeOf<typeof options>;

export type FeedOptions = Omit<Written, 'icon' | 'status'> & {
  readonly icon?: { readonly field: string; readonly names: { readonly [value: string]: string } };
  readonly status?: StatusOptions;
};

/** The newest events, newest first; a new one slides in. */
export const feed = defineWidget({
  element: 'core-feed',
  module: './widgets/feed.js',
  group: 'list',
  options,
  ports: { main: { shape: 'stream' } },
  emits: ['select', 'open'],
  size: { min: [4, 6], ideal: [6, 10] },
  sample: {
    options: {
      icon: { field: 'kind', names: { waste: 'trash-2', lighting: 'lightbulb-off', trees: 'trees', flood: 'waves' } },
      title: 'title',
      time: 'at',
      place: 'place',
    },
    data: {
      main: [
        { kind: 'waste', title: 'Bãi rác tự phát sau chợ', place: 'Phú Thuỷ', at: '2026-11-20T14:30:00+07:00' },
        { kind: 'lighting', title: 'Mất đèn đường, cột 118–124', place: 'Mũi Né', at: '2026-11-20T14:26:00+07:00' },
        { kind: 'trees', title: 'Cây đổ chắn nửa đường', place: 'Phan Thiết', at: '2026-11-20T14:21:00+07:00' },
        { kind: 'flood', title: 'Nước ngập hẻm 12', place: 'Phan Thiết', at: '2026-11-20T14:17:00+07:00' },
      ],
    },
  },
  embed: ['shadow', 'frame'],
  role: 'region',
});
