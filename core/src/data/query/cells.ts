import type { Json } from '@haidang/sdk';
import type { FieldColumns } from '../table.ts';
import { formatInstant } from '../zone.ts';

/** A cell as an answer gives it; `null` for none. */
export function cellOf({ store }: FieldColumns, cell: unknown, latitude?: unknown): Json {
  if (cell === null) return null;
  if (store === 'point') return { type: 'Point', coordinates: [Number(cell), Number(latitude)] };
  return store === 'instant' ? formatInstant(Number(cell)) : (cell as Json);
}
