import type { ResultField } from '../query.ts';
import type { Json } from '../schema.ts';
import { label, languageOf } from './label.ts';
import { formatNumber, none } from './numbers.ts';
import { formatGrain, formatTime } from './times.ts';

/** How a cell is written: `decimals` alike in a whole column, `withUnit` where no header names the unit, `withYear` for steps of time. */
export interface CellFormat {
  readonly locale?: string;
  readonly decimals?: number;
  readonly compact?: boolean;
  readonly withUnit?: boolean;
  readonly withYear?: boolean;
}

/** A cell of a result as text for people: names for codes, numbers and times of the reader's language, an en dash for none. */
export function formatCell(value: Json | undefined, field: ResultField, format: CellFormat = {}): string {
  const { locale = 'vi' } = format;
  if (value === null || value === undefined) return none;
  const name = field.values?.[String(value)];
  if (name) return label(name, locale);
  if (Array.isArray(value)) return value.map((item) => formatCell(item, field, format)).join(', ');
  if (typeof value === 'number') return formatNumber(value, { ...format, unit: format.withUnit ? field.unit : undefined });
  if (typeof value === 'boolean') return languageOf(locale) === 'vi' ? (value ? 'có' : 'không') : value ? 'yes' : 'no';
  if (typeof value === 'object')
    return isPoint(value)
      ? value.coordinates.map((degrees) => formatNumber(degrees, { locale, decimals: 4 })).join('; ')
      : JSON.stringify(value);
  if (field.grain) return formatGrain(value, field.grain, format);
  if (field.type === 'date') return formatTime(value, 'date', locale);
  if (field.type === 'date-time') return formatTime(value, 'date-time', locale);
  return value;
}

function isPoint(value: object): value is { coordinates: readonly number[] } {
  return 'type' in value && value.type === 'Point' && 'coordinates' in value && Array.isArray(value.coordinates);
}
