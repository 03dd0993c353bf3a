import type { PageTemplate } from './documents.ts';
import type { FieldType, Filter, Operand, Query, Result, Trust, Value } from './query.ts';
import type { Duration, Field, Json, L10n, Scalar, Schema, TypeOf } from './schema.ts';

// ---- datasets ---------------------------------------------------------------------------------

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
  readonly workflow?: W;
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

/** One change of a shape. Nothing is dropped: `archive` sets a field aside. */
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

// ---- workflows --------------------------------------------------------------------------------

/** States of a record and who may move it. The states are the values of the enum `field`. */
export interface Workflow<S extends string = string, F extends string = string, C = Filter, P = Patch> {
  readonly field: F;
  readonly initial: S;
  readonly transitions: { readonly [name: string]: Transition<S, F, C, P> };
  readonly clocks?: { readonly [name: string]: Clock<S, F, C> };
}

/** A step. Its permission is `<dataset>.<name>`; roles take it from there. Anything else is refused with the list of allowed steps. */
export interface Transition<S extends string = string, F extends string = string, C = Filter, P = Patch> {
  readonly from: readonly S[];
  readonly to: S;
  /** Must hold on the record with the new values. */
  readonly must?: C;
  /** Fields that the caller has to fill. */
  readonly needs?: readonly F[];
  readonly set?: P;
  readonly notify?: readonly RoleName[];
  /** Taken by the system, so long after the record entered `from`. */
  readonly after?: Span;
  /** Who took one of these steps on the record may not take this one (separation of duties). */
  readonly notBy?: readonly string[];
}

/** Values that a step sets: a constant or `now`, another field, or so much more. */
export type Patch<T = { readonly [field: string]: unknown }> = {
  readonly [K in Field<T>]?: Operand<Value<Field<T>> | { readonly plus: number }, T[K]>;
};

/** A length of time: plain (24/7), or on the working calendar of the agency, where hours are working minutes and days follow Civil Code Art. 147–148. */
export type Span = Duration | { readonly working: Duration };

/** A deadline. It runs in some states and rests in others; remaining time is frozen, and the original deadline never overwritten. */
export interface Clock<S extends string = string, F extends string = string, C = Filter> {
  readonly runs: readonly S[];
  readonly rests?: readonly S[];
  /** The first whose `where` holds. Localities adjust them by document. */
  readonly limits: readonly { readonly where?: C; readonly within: Span; readonly legal?: string }[];
  /** Fields that receive the deadline: the current and the original one. */
  readonly due?: F;
  readonly original?: F;
  /** Who is told when that share of the limit is used, or so long after it. */
  readonly escalate?: readonly { readonly at: number | Span; readonly notify: readonly RoleName[] }[];
}

type RowFilter<T> = Filter<Value<Field<T>>, T>;
type RowWorkflow<T, K extends Field<T>> = Workflow<T[K] & string, Field<T>, RowFilter<T>, Patch<T>> & { readonly field: K };

/** Checks a workflow that stands apart from its dataset, against the row it belongs to. */
export function defineWorkflow<T, const K extends Field<T>>(_row: Schema<T>, workflow: RowWorkflow<NoInfer<T>, K>): RowWorkflow<T, K> {
  return workflow;
}

// ---- indicators and alerts --------------------------------------------------------------------

/** A limit as leaders write it: `>=95`, `70-95`, `>=0.9*plan`, `<same_period`, `>mean_5y+2sd`. */
export type Threshold = `${'>=' | '<=' | '>' | '<' | '='}${string}` | `${number}-${number}`;

/** How often a figure comes out. */
export type Frequency =
  | 'live'
  | 'hour'
  | 'day'
  | 'week'
  | 'month'
  | 'quarter'
  | 'half-year'
  | 'nine-months'
  | 'year'
  | 'school-year'
  | 'campaign';

/** A named query with a legal meaning. Owner, revision and release calendar are records of the core, made by the province. */
export interface Indicator {
  /** Text in the formula language; read by leaders, compiled to queries, never run as code. */
  readonly formula: string;
  /** UCUM code ("%") or a message key. */
  readonly unit: string;
  readonly frequency: Frequency | readonly Frequency[];
  /** Which way is good; absent: for information only. */
  readonly direction?: 'up' | 'down' | 'target';
  /** Tried in this order; red is what remains unless it is given. */
  readonly levels?: { readonly green: Threshold; readonly amber?: Threshold; readonly red?: Threshold };
  /** Fewer cases than this show "chưa đủ mẫu". */
  readonly atLeast?: number;
  /** Main breakdowns: fields by which it is kept in roll-ups. */
  readonly by?: readonly string[];
  /** Law on Statistics (displayed as released), administrative reports (NĐ 09/2019), or the centre's own counting; never mixed in one formula. */
  readonly regime?: 'statistical' | 'administrative' | 'operational';
  /** Legal basis. */
  readonly legal?: string;
  /** Code in the list of the level above. */
  readonly code?: string;
  readonly revision?: number;
}

/** Declares an indicator; the build parses its formula and checks it against the datasets. */
export function defineIndicator(indicator: Indicator): Indicator {
  return indicator;
}

/** Priority of an alarm (ANSI/ISA-18.2): khẩn cấp, cao, chú ý, thông tin. */
export type Priority = 'critical' | 'high' | 'medium' | 'low';

/** A watched query with a limit: each row or group that meets it raises an alarm. Cause, consequence and response steps are messages (`<name>.cause`, …). */
export interface Alert {
  readonly watch: Query;
  /** On the first measure or the indicator's value; absent: every row of the query raises. `late` and `frozen` raise by what the dataset `expects`, once for each supplier. */
  readonly when?: Threshold | 'late' | 'frozen';
  /** Has to hold so long before it raises. */
  readonly lasting?: Duration;
  /** Clears at this limit instead of the opposite of `when` (dead band). */
  readonly clears?: Threshold;
  readonly priority: Priority;
  readonly notify: readonly RoleName[];
  /** Time to respond; without it the priority is at most `low`. */
  readonly respond?: Span;
  /** Told again so often while it stands. */
  readonly repeat?: Duration;
  /** Told further, so long after raising. */
  readonly escalate?: readonly { readonly at: Span; readonly notify: readonly RoleName[] }[];
}

/** Declares an alert rule. */
export function defineAlert(alert: Alert): Alert {
  return alert;
}

// ---- handlers: run in the plugin's own process --------------------------------------------------

/** All that a handler gets. Reads and writes go through the core with the plugin as caller. */
export interface Context {
  query(query: Query): Promise<Result>;
  write<T>(dataset: Dataset<T>, rows: readonly T[]): Promise<WriteReport>;
  /** HTTP to the hosts in `capabilities.fetch` only, by the egress broker. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** A reference that the broker replaces in the request; the handler never sees the secret. */
  secret(name: string): string;
  log(message: string, data?: { readonly [key: string]: Json }): void;
  readonly signal: AbortSignal;
}

/** What became of the rows of one write. */
export interface WriteReport {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly refused: readonly { readonly line: number; readonly field?: string; readonly reason: string }[];
}

/** A kind of source: how rows get from elsewhere into a dataset. A Source document configures one; a Mapping alone often suffices. Write rows as `{ … } satisfies Report`: that keeps enum literals and refuses unknown fields. */
export interface SourceKind<T = unknown, C = unknown> {
  readonly into: Dataset<T>;
  readonly config: Schema<C>;
  readonly secrets?: readonly string[];
  /** How often `pull` runs unless the Source document says otherwise. */
  readonly every?: Duration;
  pull?(context: SourceContext<C>): AsyncIterable<NoInfer<T>>;
  receive?(body: unknown, context: SourceContext<C>): readonly NoInfer<T>[] | Promise<readonly NoInfer<T>[]>;
}

/** `since` is the business time of the newest row that was accepted, ISO 8601. */
export interface SourceContext<C> extends Context {
  readonly config: C;
  readonly since?: string;
}

/** Declares a kind of source; its rows are checked against the dataset, its `config` against the schema. */
export function defineSource<T, C>(source: SourceKind<T, C>): SourceKind<T, C> {
  return source;
}

/** Code on a record: run by a person with the permission `<dataset>.<name>`, or after every write. */
export interface Action<T = unknown, I = unknown> {
  readonly of: Dataset<T>;
  readonly on: 'call' | 'write';
  readonly input?: Schema<I>;
  // biome-ignore lint/suspicious/noConfusingVoidType: an action that answers nothing just ends.
  run(event: { readonly record: T; readonly before?: T; readonly input: I }, context: Context): Promise<Json | void>;
}

/** Declares an action. */
export function defineAction<T, I>(action: Action<T, I>): Action<T, I> {
  return action;
}

// ---- widgets ----------------------------------------------------------------------------------

/** What an operator sees: a custom element, the data it asks for, the options it takes. Title and search synonyms are messages. */
export interface Widget<O = unknown> {
  readonly element: `${string}-${string}`;
  /** Path of its lazy ES module; the build adds size and SHA-256. */
  readonly module: `./${string}`;
  readonly group: 'value' | 'chart' | 'map' | 'table' | 'list' | 'media' | 'text' | 'control' | 'action';
  readonly options: Schema<O>;
  /** Changes of the options since version 1. */
  readonly changes?: Changes;
  readonly ports?: { readonly [name: string]: Port };
  readonly emits?: readonly ('select' | 'brush' | 'open')[];
  readonly accepts?: readonly ('filter' | 'highlight')[];
  /** Cells of the 24-column grid, rows of 24 px. */
  readonly size: { readonly min: Cells; readonly ideal: Cells; readonly max?: Cells };
  /** Container sizes that it is designed for; all when absent. */
  readonly sizes?: readonly Size[];
  /** Shipped example: the picker and the workbench draw it without a server. */
  readonly sample: { readonly options?: O; readonly data?: { readonly [port: string]: readonly { readonly [field: string]: Json }[] } };
  /** How it may stand in foreign pages; not at all when absent. */
  readonly embed?: readonly ('shadow' | 'frame')[];
  /** ARIA role; `figure` when absent. */
  readonly role?: 'figure' | 'group' | 'region' | 'table';
}

/** A hole that a query is bound to, and the shape that fits it; `measures` and `by` are least and most. */
export interface Port {
  readonly shape: 'scalar' | 'series' | 'matrix' | 'points' | 'areas' | 'rows' | 'stream';
  readonly measures?: readonly [min: number, max: number];
  readonly by?: readonly [min: number, max: number];
  /** Fields that rows must have. */
  readonly fields?: { readonly [name: string]: FieldType };
  readonly optional?: boolean;
}

/** Columns × rows of the page grid. */
export type Cells = readonly [width: number, height: number];

/** Class of the container's size. */
export type Size = 'xs' | 's' | 'm' | 'l' | 'xl' | 'wall';

/** Properties that the page sets on a widget's element, all before it is first connected. */
export interface WidgetElement<O = unknown> extends HTMLElement {
  options: O;
  heading: string;
  data: { readonly [port: string]: PortData };
  context: WidgetContext;
}

/** Where a widget stands and for whom. `can` holds the permissions of the reader. */
export interface WidgetContext {
  readonly mode: 'view' | 'edit' | 'picker' | 'print';
  readonly locale: string;
  readonly theme: 'dark' | 'light';
  readonly size: Size;
  readonly vars: { readonly [name: string]: readonly Scalar[] };
  readonly can: ReadonlySet<string>;
  /** The server's clock minus the machine's, in milliseconds: remaining times and unfinished periods go by the server. */
  readonly skewMs?: number;
}

/** State of one port; the last good result stays while newer data load or fail. */
export interface PortData {
  readonly state: 'unbound' | 'loading' | 'ready' | 'empty' | 'denied' | 'offline' | 'error';
  readonly result?: Result;
  readonly trust?: Trust;
  readonly error?: { readonly code: string; readonly details?: unknown; readonly retryAt?: string };
}

/** Declares a widget; its sample is checked against the schema of its options. */
export function defineWidget<O>(widget: Widget<O>): Widget<O> {
  return widget;
}

// ---- the plugin -------------------------------------------------------------------------------

/** Name of a role, proposed by a plugin or made by the province. `system` is a timer or rule. */
export type RoleName = string;

/** `<dataset>.<verb>`: read, write, delete, export, personal, or the name of a transition or action. */
export type Permission = `${string}.${string}`;

/** Everything that a plugin declares. A name is unique in its plugin: local inside (`report`), qualified outside (`field-reports/report`). */
export interface Plugin {
  readonly datasets?: { readonly [name: string]: Dataset };
  readonly indicators?: { readonly [name: string]: Indicator };
  readonly alerts?: { readonly [name: string]: Alert };
  readonly sources?: { readonly [name: string]: SourceKind };
  readonly actions?: { readonly [name: string]: Action };
  readonly widgets?: { readonly [name: string]: Widget };
  readonly pages?: { readonly [name: string]: PageTemplate };
  readonly roles?: { readonly [name: RoleName]: readonly Permission[] };
  /** By language, then by key: `title`, `report`, `report.category`, `report.category.waste`. */
  readonly messages: { readonly [language: string]: { readonly [key: string]: string } };
}

/** Keys that the Vietnamese messages must hold: the title, every contribution and every field. */
export type MessageKey<P extends Plugin> =
  | 'title'
  | Names<P['datasets']>
  | Names<P['indicators']>
  | Names<P['alerts']>
  | Names<P['sources']>
  | Names<P['actions']>
  | Names<P['widgets']>
  | Names<P['roles']>
  | { [D in Names<P['datasets']>]: `${D}.${Field<TypeOf<NonNullable<P['datasets']>[D]['row']>>}` }[Names<P['datasets']>];
type Names<C> = C extends object ? keyof C & string : never;

/** Declares a plugin; a missing Vietnamese message does not compile. */
export function definePlugin<const P extends Plugin>(
  plugin: P & { readonly messages: { readonly vi: { readonly [K in MessageKey<P>]: string } } },
): Plugin {
  return plugin;
}

/** What a plugin asks for beyond its own datasets; the administrator approves it, the broker enforces it. */
export interface Capabilities {
  /** Datasets or fields of others: "core/agency", "cameras/camera.location". */
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  /** Origins, port included when it is not 443. */
  readonly fetch?: readonly `https://${string}`[];
  readonly secrets?: readonly string[];
  /** Temporary files, in megabytes. */
  readonly files?: number;
}

/** `"haidang"` in the package.json of a plugin: the range of the sdk it works with, the plugins it needs, what it asks for. */
export interface PluginPackage {
  /** Id of the plugin; the package's name without scope and `plugin-` when absent. */ readonly id?: string;
  readonly sdk: string;
  readonly needs?: { readonly [plugin: string]: string };
  readonly capabilities?: Capabilities;
  readonly icon?: string;
  readonly title?: L10n;
}
