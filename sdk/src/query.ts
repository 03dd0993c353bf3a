import type { Duration, Field, Format, Json, L10n, Scalar } from './schema.ts';

/** A reference to a page variable; `time` is the page's own period. An unset variable drops its test, several values mean "one of". */
export interface Var {
  readonly var: string;
}

/** A value to compare with. Dates also take `now`, `today`, `now-3h`, `today-30d` (s, m, h, d, w, mo, y); units, agencies and users take `this_unit`, `this_agency`, `me`. */
export type Value<F extends string = string> = Scalar | { readonly field: F };

/** Tests on one field; all that are given must hold. A test on a missing value is false, except `empty`; `not` is the full complement. */
export interface Test<V = Value> {
  readonly in?: readonly V[];
  readonly gt?: V;
  readonly gte?: V;
  readonly lt?: V;
  readonly lte?: V;
  /** Whether the value is missing. */
  readonly empty?: boolean;
  /** Words that the text holds, compared without case and diacritics; or an item that the list holds. */
  readonly has?: V;
  /** A unit and all below it, or a box `[west, south, east, north]` in degrees. */
  readonly within?: V | readonly [west: number, south: number, east: number, north: number];
  /** Within so many metres of a position. */
  readonly near?: readonly [longitude: number, latitude: number, metres: number];
}

/** A condition on a row of type `T`: every named field passes its test; a bare value means equality. Serves queries, rules, guards and alerts. */
export type Filter<V = Value, T = { readonly [field: string]: unknown }> =
  | { readonly [K in Field<T>]?: Operand<V, T[K]> | Test<Operand<V, T[K]>> }
  | { readonly all: readonly Filter<V, T>[] }
  | { readonly any: readonly Filter<V, T>[] }
  | { readonly not: Filter<V, T> };

/** The part of `V` that a field of type `X` can be compared with or set to: its own scalars, and references. */
export type Operand<V, X> = unknown extends X ? V : Exclude<V, Scalar> | Extract<X extends readonly (infer I)[] ? I : X, Scalar>;

/** Every period that is known by its name. */
export const timePresets = ['today', 'week', 'month', 'quarter', 'half-year', 'nine-months', 'year-to-date', 'year', 'term'] as const;

/** Periods in government speech, resolved on the server: Asia/Ho_Chi_Minh, weeks start on Monday. `half-year` (the first or second six months), `nine-months` and `year-to-date` end with today at the latest; the others are whole. `term` is the mandate of the People's Councils, from one election day to the next. */
export type TimePreset = (typeof timePresets)[number];

/** A period: a preset, the last so-and-so long (it ends with the running minute), bounds (ISO 8601, start included, end not), or words ("q3/2025", "9t", "tuần trước"; without a year the newest that has begun). */
export type Time = TimePreset | { readonly last: Duration } | { readonly from: string; readonly to: string } | { readonly said: string };

/** Every comparison that a query can ask for. */
export const comparisons = ['previous', 'same-period-last-year', 'tet-aligned', 'plan'] as const;

/** What a value is compared with; each adds a field to the result. A calendar period that still runs is compared only as far as it has gone, to the minute. `previous`: the calendar unit before, or the same length before given bounds. `same-period-last-year`: the same dates, of a week the week 52 weeks before; 29 February becomes the 28th. `tet-aligned` is last year's day counted from Tết. */
export type Comparison = (typeof comparisons)[number];

/** Which administrative map counts: the one in force when the row was made, or today's with converted values. */
export type Boundaries = 'as-reported' | 'current';

/** Every step of grouping. */
export const grains = ['hour', 'day', 'week', 'month', 'quarter', 'year', 'ward', 'province'] as const;

/** Step of time, or level of administrative unit, to group by. */
export type Grain = (typeof grains)[number];

/** One number per group of rows. Without rows a count is 0 and all else has no value; missing values never count as 0. `last` is the newest value by the dataset's time. */
export type Measure<V = Value> =
  | { readonly fn: 'count'; readonly where?: Filter<V> }
  | {
      readonly fn: 'sum' | 'avg' | 'min' | 'max' | 'count-distinct' | 'median' | 'p90' | 'last';
      readonly field: string;
      readonly where?: Filter<V>;
    };

/** The only way to read: API, export, widget, alert, embed and plugin all ask by it. A watch is a query kept alive. */
export interface Query<V = Value> {
  /** A dataset ("field-reports/report") or an indicator ("field-reports/on_time_rate"); inside a plugin its own names are short. */
  readonly from: string;
  /** Fields of rows; absent with measures. Here, in `by` and in `where`, `category_code.domain` reads a field of the record referred to. */
  readonly select?: readonly string[];
  readonly measures?: { readonly [name: string]: Measure<V> };
  /** Only groups that have rows are answered: empty steps of time are the reader's to fill. */
  readonly by?: readonly (string | { readonly field: string; readonly grain: Grain })[];
  readonly where?: Filter<V>;
  readonly time?: Time | Extract<V, Var>;
  readonly compare?: readonly Comparison[];
  /** By which boundaries figures are told; as reported when absent. `current`: rows of former units count in the units in force, by the shares of people or surface that the locality gives. Counts, sums and indicators made of them are converted, their values may be fractions then; answers with other figures, and rows, stay as reported. `trust.boundaries` says which it was. */
  readonly boundaries?: Boundaries | Extract<V, Var>;
  /** ISO 8601 instant: the answer as it was known then, where history is kept. Its clock is that of then: `now`, presets and words mean what they meant at that instant. */
  readonly asAt?: string;
  /** Field names (of groups: columns of the answer), `-` before a name for descending. Text goes by the Vietnamese alphabet, missing values come last, and the key (the groups) completes the order. */
  readonly sort?: readonly string[];
  /** At most 10,000; 100 rows or 1,000 groups when absent. */
  readonly limit?: number;
  /** `next` of the page before (keyset paging). */
  readonly after?: string;
}

/** A query in a page document: any of its values may be a page variable. Every plain query is a binding. */
export type Binding = Query<Value | Var>;

/** Type of a result column. */
export type FieldType = 'string' | 'integer' | 'number' | 'boolean' | 'json' | 'list' | Exclude<Format, 'email'>;

/** A column of a result; `compare` marks a comparison value of the column named before it. */
export interface ResultField {
  readonly name: string;
  readonly type: FieldType;
  readonly label: L10n;
  readonly unit?: string;
  readonly compare?: Comparison;
  /** Step by which a time column is grouped. */
  readonly grain?: Grain;
  /** Of steps of months, quarters and years: how the reports cut their months, as `Ioc.month` ("15T00:00"); a step is named by the first day of its month in the calendar. Absent where months are those of the calendar. */
  readonly month?: string;
  /** Names of the codes that occur in the column: enum values, units, records referred to. */
  readonly values?: { readonly [value: string]: L10n };
  /** Of an indicator's value: which way is good, and its levels as the locality has them, in numbers where the answer has no groups. */
  readonly direction?: 'up' | 'down' | 'target';
  readonly levels?: { readonly green: string; readonly amber?: string; readonly red?: string };
}

/** The answer to a query: cells in the order of `fields`, `null` where there is no value. */
export interface Result {
  readonly fields: readonly ResultField[];
  readonly rows: readonly (readonly Json[])[];
  readonly trust: Trust;
  /** The period as resolved on the server; absent where the answer is not of the query's period (an indicator whose formula names none). */
  readonly period?: { readonly from: string; readonly to: string };
  readonly next?: string;
}

/** How far an answer can be relied on; travels with every result and is drawn by the frame, never by the widget. Instants are ISO 8601. */
export interface Trust {
  /** The moment or period that the data speak about; absent when there are none. */
  readonly asOf?: string;
  /** When the source handed them over; absent when there are none. */
  readonly receivedAt?: string;
  /** Next delivery that the dataset promises. */
  readonly dueAt?: string;
  readonly freshness: 'live' | 'on-time' | 'due' | 'late' | 'frozen' | 'unknown';
  readonly status: ValueStatus;
  /** đúng, đủ, sạch, sống. */
  readonly quality: {
    readonly correct: Grade;
    readonly complete: Grade;
    readonly clean: Grade;
    readonly live: Grade;
    /** 0–100, geometric mean; absent when a part is unknown. */
    readonly overall?: number;
  };
  readonly coverage?: { readonly reported: number; readonly expected: number; readonly missing?: readonly string[] };
  readonly source: {
    readonly owner: string;
    readonly system: string;
    readonly indicator?: string;
    /** Revision of its definition under which it is computed. */
    readonly revision?: number;
    /** How far that definition has been decided; figures of one that is neither approved nor published are marked. */
    readonly state?: 'draft' | 'reviewed' | 'approved' | 'published' | 'superseded' | 'retired';
    readonly method?: string;
    readonly legal?: string;
    readonly document?: string;
  };
  readonly lineage?: readonly { readonly step: string; readonly at: string; readonly by: string }[];
  /** By which boundaries of units the figures are told, where the query says which it wants. `current`: converted to the units in force, of the newest list (`version`). `as-reported`: with the units that the rows name, of the lists since `version`. `former`: so many of these units are no longer in force and stand with their own figures ("theo địa giới cũ"), because the figures cannot be divided or nothing says how. */
  readonly boundaries?: { readonly basis: Boundaries; readonly version: string; readonly former?: number };
  /** Rows used. */
  readonly n?: number;
  /** Rows used that are illustrative; the frame then says "số liệu minh hoạ". */
  readonly sample?: number;
}

/** Statistical status: ước tính, sơ bộ, chính thức, điều chỉnh; `operational` for figures counted by the centre itself. */
export type ValueStatus = 'estimate' | 'preliminary' | 'official' | 'revised' | 'operational';

/** One of the four quality numbers, 0–1; no value means "chưa đánh giá", never 1. */
export interface Grade {
  readonly grade: 'good' | 'fair' | 'poor' | 'unknown';
  readonly value?: number;
  /** Why it is unknown: `no-rules`, `no-schedule`, `no-rows`, `nothing-due`, `not-assessed`, `scope` (the reader gets only part of a supplier's rows); any other text as it is. */
  readonly why?: string;
}
