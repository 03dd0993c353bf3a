import type { Filter, Json } from '@haidang/sdk';
import type { Unit } from '../../../units.ts';

/** A row in memory: instants are milliseconds, text is composed (NFC), what is missing is absent. */
export interface Row {
  readonly [field: string]: Json;
}

export type Kind =
  | 'code'
  | 'enum'
  | 'reference'
  | 'unit'
  | 'short text'
  | 'long text'
  | 'instant'
  | 'date'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'list'
  | 'point'
  | 'object';

/** What a dataset is, in the words of the evaluator. */
export interface Model {
  readonly fields: { readonly [field: string]: Kind };
  readonly key: readonly string[];
  readonly time?: string;
}

/** Everything that an answer follows from, besides the query. */
export interface World {
  readonly models: { readonly [dataset: string]: Model };
  readonly rows: { readonly [dataset: string]: readonly Row[] };
  /** Rows that are illustrative. */
  readonly samples: ReadonlySet<Row>;
  /** When all of them were received. */
  readonly received: number;
  readonly units: readonly Unit[];
  readonly links: readonly { readonly from: string; readonly to: string }[];
  readonly thisUnit: string;
  readonly now: number;
  /** Rows of a dataset that the caller gets; all when there is none. */
  readonly scopes: { readonly [dataset: string]: Filter };
}

/** The dataset that a field refers to: the field has its name. */
export function splitPath(path: string): readonly [field: string, other: string | undefined] {
  const [field = '', other] = path.split('.');
  return [field, other];
}

export function kindOf(dataset: string, path: string, { models }: World): Kind {
  const [field, other] = splitPath(path);
  const kind = other === undefined ? models[dataset]?.fields[field] : models[field]?.fields[other];
  if (!kind) throw new Error(`no field ${path} of ${dataset}`);
  return kind;
}

/** By the bytes of UTF-8 where both are text, false before true. */
export function comparePlain(a: Json, b: Json): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}
