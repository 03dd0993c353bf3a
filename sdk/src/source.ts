import type { Id } from './ids.ts';
import type { Duration, Json, L10n, Scalar } from './schema.ts';

/** A configured source: a kind (of a plugin or of the core: csv, json, open311, mqtt), where rows go, and how columns become fields. */
export interface Source {
  readonly kind: 'source';
  readonly format: 1;
  readonly id: Id<'so'>;
  readonly title: L10n;
  readonly use: string;
  readonly into: string;
  readonly config: { readonly [key: string]: Json };
  /** Where the core finds each secret; the value is never in a document. */
  readonly secrets?: { readonly [name: string]: `env:${string}` | `store:${string}` };
  readonly every?: Duration;
  readonly mapping?: Mapping;
  readonly off?: true;
}

/** From columns of a file or feed to fields of a dataset; also the mapping file of `haidang import`. */
export interface Mapping {
  readonly fields: {
    readonly [field: string]:
      | {
          readonly from: string | readonly string[];
          readonly codes?: { readonly [value: string]: Scalar };
          /** Of dates, or the order of coordinates: "lon-lat", "lat-lon". */
          readonly format?: string;
          /** Read only in rows where each of these columns has one of its values; in others the field has no value. */
          readonly when?: { readonly [column: string]: readonly string[] };
          /** Of a unit that the file names instead of giving its code ("P. Mũi Né"). A name counts in one list, that of `version` (ISO 8601 date; `units` of the mapping when absent), and only below the units of other columns (`in`: names or codes) or below one unit of all rows (`below`: `code@version`); provinces need neither. */
          readonly named?: {
            readonly in?: string | readonly string[];
            readonly below?: string;
            readonly level?: 'province' | 'district' | 'ward';
            readonly version?: string;
          };
          /** The file may come without the columns; the field has no value then. */
          readonly optional?: true;
        }
      | { readonly value: Scalar }
      | {
          /** Of one row: fields, numbers, + - * /, spans of time, code tables. */
          readonly expression: string;
        };
  };
  /** IANA time zone of times without offset. */
  readonly zone?: string;
  /** Version of unit codes that come without one, ISO 8601 date. */
  readonly units?: string;
  /** Values that mean "none" here, by field; counted in the report: a default point, "N/A". */
  readonly ignore?: { readonly [field: string]: readonly Json[] };
  /** Records that the file speaks of and the locality does not have, by dataset: categories, agencies. */
  readonly records?: { readonly [dataset: string]: readonly { readonly [field: string]: Json }[] };
  /** Units that the file speaks of and the locality does not have, by `code@version`. */
  readonly brings?: { readonly [unit: string]: { readonly title: L10n; readonly point?: readonly [longitude: number, latitude: number] } };
  /** Key field of rows that come without one: a hash of the whole row and its occurrence number in the file. */
  readonly hash?: string;
}
