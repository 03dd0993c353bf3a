import type { Json } from '@haidang/sdk';
import type { Dialect } from '../dialect/dialect.ts';
import type { FieldColumns } from '../table.ts';
import { formatInstant } from '../zone.ts';

/** A stored value as an answer gives it; `null` for none. */
export function cellOf({ store }: FieldColumns, dialect: Dialect, stored: unknown, latitude?: unknown): Json {
  if (stored === null || stored === undefined) return null;
  if (store === 'point') return { type: 'Point', coordinates: [Number(stored), Number(latitude)] };
  const value = dialect.decode(store, stored) as Json;
  return store === 'instant' ? formatInstant(Number(value)) : value;
}
