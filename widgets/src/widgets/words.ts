import type { L10n } from '@haidang/sdk';
import type { StatusShape } from '../atoms/status-shape.ts';

/** Ready-made property of options: a text by language, Vietnamese at least. */
export const words = {
  type: 'object',
  required: ['vi'],
  properties: { vi: { type: 'string' } },
  additionalProperties: { type: 'string' },
  'x-ui': { widget: 'l10n' },
} as const;

/** Ready-made property: texts by a code, such as a port, a series or a value of a field. */
export const wordsByCode = { type: 'object', additionalProperties: words } as const;

/** Ready-made property: which shape each value of a field has. */
export const shapesByCode = {
  type: 'object',
  additionalProperties: { type: 'string', enum: ['critical', 'high', 'caution', 'info', 'done', 'normal'] },
} as const;

/** Options with their texts as texts: the schema's own type knows only the Vietnamese one. */
export type WithWords<O> = Omit<O, 'labels' | 'unit'> & { readonly labels?: { readonly [code: string]: L10n }; readonly unit?: L10n };

/** Which field tells the status of a row, and the shape of each of its values. */
export interface StatusOptions {
  readonly field: string;
  readonly shapes: { readonly [value: string]: StatusShape };
}
