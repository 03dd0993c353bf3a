import { defineWidget, type L10n, schema, type TypeOf } from '@haidang/sdk';
import { longest } from './limits.ts';

const written = { type: 'string', maxLength: longest } as const;

const options = schema({
  required: ['text'],
  properties: {
    text: {
      type: 'object',
      required: ['vi'],
      properties: { vi: written },
      additionalProperties: written,
      'x-ui': { widget: 'l10n', group: 'look', order: 1 },
    },
    size: { type: 'string', enum: ['normal', 'large'], 'x-ui': { widget: 'radio', group: 'look', order: 2 } },
    align: { type: 'string', enum: ['start', 'center'], 'x-ui': { widget: 'radio', group: 'look', order: 3 } },
  },
});

export type TextOptions = Omit<TypeOf<typeof options>, 'text'> & { readonly text: L10n };

/** A note of the centre in a small Markdown: headings, paragraphs, lists, tables, links. It shows no data. */
export const text = defineWidget({
  element: 'core-text',
  module: './widgets/text.js',
  group: 'text',
  options,
  size: { min: [4, 3], ideal: [6, 7] },
  sample: {
    options: {
      text: {
        vi: '## Quy ước số liệu\n\nSố liệu **sơ bộ** được chốt lúc 17:00 mỗi ngày.\n\n- Kỳ mặc định: 30 ngày gần nhất\n- Chỉ tiêu đúng hạn: 90 %',
        en: '## About these figures\n\n**Preliminary** figures are closed at 17:00 every day.\n\n- Default period: the last 30 days\n- Target for answers on time: 90 %',
      },
    },
  },
  embed: ['shadow', 'frame'],
  role: 'region',
});
