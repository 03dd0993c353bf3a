import { defineWidget, schema, type TypeOf } from '@haidang/sdk';
import { type StatusOptions, shapesByCode, type WithWords, words, wordsByCode } from '../words.ts';

/** What can be laid over the map. */
export const layerNames = ['areas', 'points', 'former', 'roads'] as const;

export type LayerName = (typeof layerNames)[number];

/** Layers that may be on at a time. */
export const mostLayers = 3;

const options = schema({
  properties: {
    labels: { ...wordsByCode, 'x-ui': { widget: 'l10n', group: 'look', order: 1 } },
    unit: { ...words, 'x-ui': { widget: 'l10n', group: 'look', order: 2 } },
    decimals: { type: 'integer', minimum: 0, maximum: 4, 'x-ui': { widget: 'number', group: 'look', order: 3 } },
    shape: { type: 'string', enum: ['auto', 'cells', 'hexagons'], 'x-ui': { widget: 'radio', group: 'look', order: 4 } },
    limits: {
      type: 'array',
      items: { type: 'number' },
      minItems: 1,
      maxItems: 4,
      'x-ui': { widget: 'threshold', group: 'look', order: 5, advanced: true },
    },
    layers: {
      type: 'array',
      items: { type: 'string', enum: layerNames },
      maxItems: mostLayers,
      uniqueItems: true,
      'x-ui': { widget: 'select', group: 'look', order: 6, advanced: true },
    },
    list: { type: 'string', enum: ['auto', 'open', 'closed'], 'x-ui': { widget: 'radio', group: 'look', order: 7, advanced: true } },
    reach: { type: 'string', enum: ['locality', 'country'], 'x-ui': { widget: 'radio', group: 'look', order: 8, advanced: true } },
    atLeast: { type: 'integer', minimum: 1, 'x-ui': { widget: 'number', group: 'judgement', order: 9, advanced: true } },
    title: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 10 } },
    category: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 11 } },
    place: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 12, advanced: true } },
    due: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 13 } },
    from: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 14, advanced: true } },
    until: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 15, advanced: true } },
    status: {
      type: 'object',
      required: ['field', 'shapes'],
      additionalProperties: false,
      properties: { field: { type: 'string' }, shapes: shapesByCode },
      'x-ui': { widget: 'status', group: 'data', order: 16 },
    },
    key: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 17, advanced: true } },
  },
});

export type MapOptions = Omit<WithWords<TypeOf<typeof options>>, 'status'> & { readonly status?: StatusOptions };

/** Figures by administrative unit, and reports where they are: units in steps of one colour, points by shape, a list of the units beside. */
export const map = defineWidget({
  element: 'core-map',
  module: './widgets/map.js',
  group: 'map',
  options,
  ports: {
    areas: { shape: 'areas', measures: [1, 4], by: [1, 1], optional: true },
    cases: { shape: 'areas', measures: [1, 1], by: [1, 1], optional: true },
    points: { shape: 'points', optional: true },
  },
  emits: ['select', 'open'],
  size: { min: [6, 8], ideal: [12, 18] },
  sample: {
    options: {
      labels: { value: { vi: 'đúng hạn', en: 'on time' } },
      unit: { vi: '%', en: '%' },
      title: 'title',
      category: 'category',
      status: { field: 'level', shapes: { urgent: 'critical', late: 'high', soon: 'caution' } },
    },
    data: {
      areas: [
        { unit: 'Hàm Thắng', value: 93.5, point: { type: 'Point', coordinates: [108.14, 10.975] } },
        { unit: 'Phan Thiết', value: 91.2, point: { type: 'Point', coordinates: [108.102, 10.926] } },
        { unit: 'Phú Thuỷ', value: 88.4, point: { type: 'Point', coordinates: [108.145, 10.941] } },
        { unit: 'Bình Thuận', value: 84.1, point: { type: 'Point', coordinates: [108.045, 10.97] } },
        { unit: 'Mũi Né', value: 79.6, point: { type: 'Point', coordinates: [108.255, 10.965] } },
        { unit: 'Tiến Thành', value: 72.8, point: { type: 'Point', coordinates: [108.045, 10.865] } },
        { unit: 'Tuyên Quang', value: 66.7, point: { type: 'Point', coordinates: [108.04, 10.92] } },
      ],
      cases: [
        { unit: 'Hàm Thắng', n: 312 },
        { unit: 'Phan Thiết', n: 486 },
        { unit: 'Phú Thuỷ', n: 404 },
        { unit: 'Bình Thuận', n: 268 },
        { unit: 'Mũi Né', n: 331 },
        { unit: 'Tiến Thành', n: 175 },
        { unit: 'Tuyên Quang', n: 6 },
      ],
      points: [
        { level: 'late', title: 'Rác tồn 3 ngày, bờ kè', category: 'rác', point: { type: 'Point', coordinates: [108.12, 10.93] } },
        { level: 'urgent', title: 'Sóng tràn kè', category: 'thiên tai', point: { type: 'Point', coordinates: [108.08, 10.89] } },
        {
          level: 'soon',
          title: 'Nắp cống vỡ trước cổng trường',
          category: 'hạ tầng',
          point: { type: 'Point', coordinates: [108.05, 10.87] },
        },
        { level: 'normal', title: 'Mất đèn đường', category: 'chiếu sáng', point: { type: 'Point', coordinates: [108.24, 10.96] } },
        { level: 'normal', title: 'Cây đổ chắn nửa đường', category: 'cây xanh', point: { type: 'Point', coordinates: [108.16, 10.96] } },
      ],
    },
  },
  embed: ['shadow', 'frame'],
  role: 'figure',
});
