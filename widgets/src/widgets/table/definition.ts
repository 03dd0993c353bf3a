import { defineWidget, type L10n, schema, type TypeOf } from '@haidang/sdk';
import { type StatusOptions, shapesByCode, words } from '../words.ts';

const options = schema({
  properties: {
    columns: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field'],
        additionalProperties: false,
        properties: {
          field: { type: 'string' },
          label: words,
          width: { type: 'integer', minimum: 24, maximum: 800 },
          align: { type: 'string', enum: ['left', 'right'] },
          as: { type: 'string', enum: ['value', 'time', 'date', 'due'] },
          from: { type: 'string' },
          until: { type: 'string' },
          decimals: { type: 'integer', minimum: 0, maximum: 4 },
        },
      },
      'x-ui': { widget: 'dimension', group: 'data', order: 1 },
    },
    sort: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 2 } },
    status: {
      type: 'object',
      required: ['field', 'shapes'],
      additionalProperties: false,
      properties: { field: { type: 'string' }, shapes: shapesByCode },
      'x-ui': { widget: 'status', group: 'look', order: 3 },
    },
    lead: { type: 'string', 'x-ui': { widget: 'dimension', group: 'look', order: 4 } },
    key: { type: 'string', 'x-ui': { widget: 'dimension', group: 'data', order: 5, advanced: true } },
  },
});

type Written = TypeOf<typeof options>;

/** A column as a page wants it. */
export type ColumnOptions = Omit<NonNullable<Written['columns']>[number], 'label'> & { readonly label?: L10n };

export type TableOptions = Omit<Written, 'columns' | 'status'> & {
  readonly columns?: readonly ColumnOptions[];
  readonly status?: StatusOptions;
};

/** Records in rows that can be sorted and opened; cards on a phone. */
export const table = defineWidget({
  element: 'core-table',
  module: './widgets/table.js',
  group: 'table',
  options,
  ports: { main: { shape: 'rows' } },
  emits: ['select', 'open'],
  size: { min: [6, 6], ideal: [16, 12] },
  sample: {
    options: {
      columns: [
        { field: 'title', label: { vi: 'Nội dung', en: 'Subject' } },
        { field: 'place', label: { vi: 'Phường, xã', en: 'Ward' }, width: 120 },
        { field: 'open', label: { vi: 'Đang mở', en: 'Open' }, width: 88 },
      ],
      status: { field: 'level', shapes: { late: 'high', soon: 'caution' } },
      lead: 'title',
    },
    data: {
      main: [
        { level: 'late', title: 'Rác tồn 3 ngày, bờ kè', place: 'Phú Thuỷ', open: 3 },
        { level: 'soon', title: 'Nắp cống vỡ trước cổng trường', place: 'Tiến Thành', open: 2 },
        { level: 'normal', title: 'Mất đèn đường, cột 118–124', place: 'Mũi Né', open: 7 },
        { level: 'normal', title: 'Cây đổ chắn nửa đường', place: 'Phan Thiết', open: 1 },
      ],
    },
  },
  embed: ['shadow', 'frame'],
  role: 'table',
});
