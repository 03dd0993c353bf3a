import type { Property } from '../schema.ts';

/** Kinds of values that formulas tell apart. */
export type Kind = 'number' | 'boolean' | 'text' | 'unit' | 'date' | 'instant' | 'list' | 'position' | 'other';

/** Kinds whose values can be compared at all, and those that have an order. */
export const comparable: readonly Kind[] = ['number', 'text', 'unit', 'date', 'instant', 'boolean'];
export const ordered: readonly Kind[] = ['number', 'text', 'date', 'instant'];

export function kindOf({ type, format, enum: values, items }: Property): Kind {
  if (format === 'date') return 'date';
  if (format === 'date-time') return 'instant';
  if (format === 'unit') return 'unit';
  if (format === 'geo-point') return 'position';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'boolean';
  if (type === 'array' || items) return 'list';
  if (type === 'object') return 'other';
  if (typeof values?.[0] === 'number') return 'number';
  return type === 'string' || values ? 'text' : 'other';
}
