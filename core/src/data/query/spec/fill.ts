import type { Json } from '@haidang/sdk';
import type { Row } from '../oracle/naive/world.ts';
import { type SpecField, spec } from './fixture.ts';

/** A row of which only what matters is told; the rest is what a row needs to be taken. */
export function rowOf(dataset: string, told: { readonly [field: string]: Json }): Row {
  const { fields = {} } = spec.datasets[dataset] ?? {};
  const needed = Object.entries(fields).filter(([name, { isRequired }]) => isRequired && !(name in told));
  return { ...Object.fromEntries(needed.map(([name, field]) => [name, usual(field)])), ...told };
}

function usual({ type, isList, values }: SpecField): Json {
  if (isList) return type === 'json' ? [] : [values?.[0] ?? 'x'];
  switch (type) {
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return false;
    case 'date':
      return '2026-11-01';
    case 'instant':
      return '2026-11-01T00:00:00Z';
    case 'unit':
      return '68@2025-07-01';
    case 'point':
      return { type: 'Point', coordinates: [108.5, 11.5] };
    case 'line':
      return {
        type: 'LineString',
        coordinates: [
          [108, 11],
          [108.1, 11.1],
        ],
      };
    case 'polygon':
      return {
        type: 'Polygon',
        coordinates: [
          [
            [108, 11],
            [108.1, 11],
            [108.1, 11.1],
            [108, 11],
          ],
        ],
      };
    case 'uri':
      return 'https://vi-du.vn/tin';
    case 'json':
      return {};
    default:
      return values?.[0] ?? 'x';
  }
}
