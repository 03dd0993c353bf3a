import type { FieldType } from '@haidang/sdk';
import type { DatasetEntry, Field } from '../registry.ts';
import type { Store } from './dialect/dialect.ts';

/** Columns that every record has. `_id` numbers rows, `_rev` counts their versions, `_received_at` is the instant of the last write, `_first_at` that of the first one, `_sample` is 1 for illustrative rows. */
export const system = { id: '_id', revision: '_rev', received: '_received_at', first: '_first_at', sample: '_sample' } as const;

/** A column of a record table. */
export interface Column {
  readonly name: string;
  readonly store: Store;
}

/** Where a field lives. A position is two numbers; free text has a folded copy to search in, and short free text a key to sort by. */
export interface FieldColumns {
  readonly field: Field;
  readonly store: Store | 'point';
  /** The column itself; of a position its longitude. */
  readonly column: string;
  readonly latitude?: string;
  readonly folded?: string;
  readonly sorted?: string;
}

/** The SQL table of a dataset. */
export interface Table {
  readonly name: string;
  readonly entry: DatasetEntry;
  readonly fields: ReadonlyMap<string, FieldColumns>;
  /** Field columns in order, without the system columns. */
  readonly columns: readonly Column[];
  /** Columns of the dataset's key. */
  readonly key: readonly string[];
  /** Fields by which indicators look rows up. */
  readonly lookups: ReadonlySet<string>;
}

const stores: { readonly [type in FieldType]: Store | 'point' } = {
  string: 'text',
  code: 'text',
  unit: 'text',
  file: 'text',
  uri: 'text',
  text: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
  'date-time': 'instant',
  json: 'json',
  list: 'list',
  'geo-point': 'point',
  'geo-line': 'json',
  'geo-polygon': 'json',
};

/** Name of the table that keeps a dataset: "d_field_reports__report". */
function tableName(dataset: string): string {
  return `d_${dataset.replace('/', '__').replaceAll('-', '_')}`;
}

/** Lays a dataset out as a table. */
export function tableOf(entry: DatasetEntry, lookups: ReadonlySet<string> = new Set()): Table {
  const fields = new Map<string, FieldColumns>();
  const columns: Column[] = [];
  for (const field of entry.fields.values()) {
    const store = stores[field.type];
    if (store === 'point') {
      const column = `${field.name}__lon`;
      const latitude = `${field.name}__lat`;
      fields.set(field.name, { field, store, column, latitude });
      columns.push({ name: column, store: 'number' }, { name: latitude, store: 'number' });
      continue;
    }
    const isFree = isFreeText(field);
    const folded = isFree ? `${field.name}__fold` : undefined;
    const sorted = isFree && field.type === 'string' ? `${field.name}__sort` : undefined;
    fields.set(field.name, { field, store, column: field.name, ...(folded && { folded }), ...(sorted && { sorted }) });
    columns.push({ name: field.name, store });
    if (folded) columns.push({ name: folded, store: 'text' });
    if (sorted) columns.push({ name: sorted, store: 'text' });
  }
  return {
    name: tableName(entry.name),
    entry,
    fields,
    columns,
    key: entry.dataset.key.map((name) => fields.get(name)?.column ?? name),
    lookups,
  };
}

/** Columns of the key, in its order. */
export function keyColumns({ key, columns }: Table): readonly Column[] {
  return key.map((name) => columns.find((column) => column.name === name)).filter((column) => column !== undefined);
}

/** Text that people write, as against codes, references and enum values. */
export function isFreeText({ type, property, ref }: Field): boolean {
  return (type === 'string' || type === 'text') && !property.enum && !ref;
}
