import type { Indicator } from './indicator.ts';
import type { Filter } from './query.ts';
import type { Duration, Field, Scalar, Schema } from './schema.ts';
import type { RowFilter, RowWorkflow, Workflow } from './workflow.ts';

/** A table of records: what a row is, what identifies it, and what đúng, đủ, sạch, sống are measured against. Whether it is a list, an event or a time series follows from `key` and `time`. */
export interface Dataset<T = unknown, F extends string = string, C = Filter, W = Workflow> {
  readonly row: Schema<T>;
  /** Fields that identify a row across sources. */
  readonly key: readonly F[];
  /** Business time: what a query's `time` and the roll-ups go by. */
  readonly time?: F;
  readonly geo?: F;
  /** Administrative unit of the row (`format: 'unit'`), in the version in force at the row's time. */
  readonly unit?: F;
  /** Agency that answers for the row (`'x-ref': 'core/agency'`). */
  readonly agency?: F;
  readonly expects?: Expectation<F>;
  /** Law that its figures fall under; figures of two regimes never meet in one formula. */
  readonly regime?: Indicator['regime'];
  readonly rules?: { readonly [name: string]: Rule<C> };
  /** Which rows a reader gets: those whose unit or agency is in the grant (`unit`), those the reader made (`own`), or all. */
  readonly scope?: 'all' | 'unit' | 'own';
  /** Publishes it to anybody as open data, without personal fields; counts under `floor` are withheld. */
  readonly open?: true | { readonly where?: C; readonly floor?: number };
  /** How long rows stay after `time`, for ever when absent; roll-ups stay. */
  readonly keep?: Duration;
  /** Earlier versions of each row are kept, for `asAt` queries. */
  readonly history?: boolean;
  /** The states of a record and who moves it; by name where a record has two, each over a field of its own. */
  readonly workflow?: W | { readonly [name: string]: W };
  /** Changes since version 1, by version, without gaps. */
  readonly changes?: Changes;
}

/** The delivery that a dataset promises; trust measures đủ and sống against it. */
export interface Expectation<F extends string = string> {
  readonly every: Duration;
  /** Wall clock, `HH:MM`, of the day that delivery is due. */
  readonly by?: `${number}:${number}`;
  /** Days between the end of a period and the delivery; `P0D` when absent. */
  readonly after?: Duration;
  /** A due day off moves to the next working day. */
  readonly workdays?: boolean;
  /** Field that names who delivers: every unit, or every row of the dataset that it refers to. */
  readonly from?: F;
  /** Which rows of the dataset that `from` refers to are suppliers; all when absent. */
  readonly among?: Filter;
  /** Delay that still counts as on time; a quarter of `every` when absent. */
  readonly grace?: Duration;
  /** Share of suppliers, 0–1, under which totals are withheld. */
  readonly floor?: number;
  /** The same reading for longer than this is a stuck sensor. */
  readonly frozen?: Duration;
}

/** A check of each row that passes `where`; a missing value passes, except with `empty`. Weight 3 when critical, else 1. */
export interface Rule<C = Filter> {
  readonly where?: C;
  readonly must: C;
  readonly critical?: boolean;
}

/** Numbered, declared changes: applied to records in one transaction after a backup, to stored widget options on read. */
export interface Changes {
  readonly [version: number]: readonly Change[];
}

/** One change of a shape, whose fields are as the changes before have left them. Nothing is dropped: `archive` sets a field aside, in a dataset as `<field>__v<version>`. `add` gives a value to rows that have none, `backfill` writes one to those that `where` means, which asks fields of the dataset itself. `widen` takes the values to the type that the field has now: integer to number, code to string, string to text, date to date-time. */
export type Change =
  | { readonly add: string; readonly value?: Scalar | { readonly field: string } }
  | { readonly rename: readonly [from: string, to: string] }
  | { readonly archive: string }
  | { readonly widen: string }
  | { readonly backfill: string; readonly value: Scalar | { readonly field: string }; readonly where?: Filter }
  | { readonly key: readonly string[] };

/** Declares a dataset; every field name, enum value and state in it is checked against the row. */
export function defineDataset<T, const K extends Field<T> = Field<T>>(
  dataset: Dataset<T, Field<NoInfer<T>>, RowFilter<NoInfer<T>>, RowWorkflow<NoInfer<T>, K>>,
): Dataset<T>;
export function defineDataset(dataset: Dataset): Dataset {
  return dataset;
}
