import { defineDataset, geoPoint, type Mapping, schema } from '@haidang/sdk';
import { datasetEntry } from '../../host/entries.ts';
import type { Registry } from '../../registry.ts';
import type { Batch } from '../read/batch.ts';

const tree = defineDataset({
  row: schema({
    required: ['code', 'kind', 'ward'],
    properties: {
      code: { type: 'string', format: 'code' },
      kind: { type: 'string', enum: ['palm', 'pine'] },
      ward: { type: 'string', format: 'unit' },
      height: { type: 'number' },
      count: { type: 'integer' },
      is_old: { type: 'boolean' },
      planted: { type: 'string', format: 'date' },
      checked_at: { type: 'string', format: 'date-time' },
      due_at: { type: 'string', format: 'date-time' },
      waiting: { type: 'number' },
      note: { type: 'string' },
      tags: { type: 'array' },
      place: geoPoint,
    },
  }),
  key: ['code'],
  unit: 'ward',
});
/** The dataset that rows are mapped to. */
export const entry = datasetEntry({ plugin: 'trees', local: 'tree', dataset: tree, messages: { vi: {} } });
export const registry: Registry = {
  plugins: new Map(),
  datasets: new Map([[entry.name, entry]]),
  indicators: new Map(),
  widgets: new Map(),
  templates: new Map(),
  roles: new Map(),
  problems: [],
};

/** Rules of the fields that are required. */
export const base: Mapping['fields'] = { code: { from: 'id' }, kind: { value: 'palm' }, ward: { value: '22945@2025-07-01' } };

/** Rows of a file, the header on its first line. */
export function batchOf(columns: readonly string[], ...rows: Batch['rows']): Batch {
  return { columns, rows, places: rows.map((_, index) => ({ line: index + 2 })), refused: [] };
}
