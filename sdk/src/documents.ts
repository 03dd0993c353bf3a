import type { Alert, Cells, Clock, Indicator, Permission, Priority, Threshold } from './plugin.ts';
import type { Binding, Time } from './query.ts';
import type { Duration, Json, L10n, Scalar } from './schema.ts';

// Rules of all documents: collections are maps keyed by stable random ids; order is a fractional `rank`; no state, code, SQL, HTML or CSS;
// defaults are not written; canonical form = sorted keys (RFC 8785), two spaces, NFC, "\n", SHA-256. Unknown content is kept verbatim.

/** A stable id, never used again: `w_7f3k9q2d`. */
export type Id<P extends string> = `${P}_${string}`;
/** Ids of a page, of a section and of a widget on a page. */
export type PageId = Id<'pg'>;
export type SectionId = Id<'sc'>;
export type WidgetId = Id<'w'>;

/** Fractional index, base 62: "a0" < "a0V" < "a1"; a move changes one rank. */
export type Rank = string;

/** Who may learn of it at all. */
export type Classification = 'public' | 'internal' | 'restricted';

/** Screen that a page is laid out for; desk is the base. */
export type Profile = 'desk' | 'wall' | 'tablet' | 'phone' | 'print';

/** What a locality configures: each kind is a folder of files, or revisions in the database. */
export type Document = Ioc | Page | Source | Role | Wall | EmbedGrant;
/** Its folder and its place in the address: `/api/documents/:kind/:id`. */
export type DocumentKind = Document['kind'];

/** The centre itself: place, languages, plugins, look, and the province's own figures where they differ from a plugin's. */
export interface Ioc {
  readonly kind: 'ioc';
  readonly format: 1;
  readonly title: L10n;
  /** The place that it serves, `code@version`. */
  readonly unit: string;
  readonly languages: readonly string[];
  /** Plugin to range of versions. */
  readonly plugins: { readonly [plugin: string]: string };
  readonly home: PageId;
  readonly theme?: { readonly mode?: 'auto' | 'dark' | 'light'; readonly accent?: `#${string}`; readonly logo?: string };
  /** Reporting month: from this day and hour of the month before, "25T12:00"; the calendar month when absent. */
  readonly month?: string;
  /** Differences by qualified name, like those of a page to its template. */
  readonly indicators?: { readonly [name: string]: Partial<Pick<Indicator, 'levels' | 'atLeast' | 'frequency' | 'legal' | 'code'>> };
  readonly alerts?: { readonly [name: string]: Partial<Omit<Alert, 'watch'>> & { readonly off?: true } };
  /** Limits of clocks: "field-reports/report.handling". */
  readonly clocks?: { readonly [name: string]: Pick<Clock, 'limits'> };
}

/** A page of widgets: operator's screen, citizen portal, agency inbox or wall. It stands alone, or holds its differences to a template. */
export type Page = WholePage | DerivedPage;

/** What both kinds of page have. */
interface PageHead {
  readonly kind: 'page';
  readonly format: 1;
  readonly id: PageId;
  readonly slug: string;
  readonly title: L10n;
  /** 1 toàn cảnh, 2 lĩnh vực, 3 đơn vị, 4 chẩn đoán. */
  readonly level: 1 | 2 | 3 | 4;
  readonly parent?: PageId;
  /** Place in the menu; absent: reached by links only. */
  readonly menu?: { readonly rank: Rank; readonly icon?: string };
  readonly access?: Access;
  readonly classification?: Classification;
  /** What `{ var: 'time' }` is until the viewer chooses. */
  readonly time?: Time;
  readonly vars?: { readonly [name: string]: Variable };
  readonly links?: { readonly [id: Id<'ln'>]: Link };
  readonly profiles?: { readonly [P in Exclude<Profile, 'desk'>]?: ProfilePatch };
}

/** A page that stands alone. */
export interface WholePage extends PageHead {
  readonly base?: undefined;
  readonly sections: { readonly [id: SectionId]: Section };
  readonly widgets: { readonly [id: WidgetId]: Placement };
}

/** A page made from a template: only what differs, leaf by leaf; `null` removes. */
export interface DerivedPage extends Pick<PageHead, OwnHead>, Differences<Omit<PageHead, OwnHead>> {
  readonly base: TemplateRef;
  readonly sections?: Differences<WholePage['sections']>;
  readonly widgets?: Differences<WholePage['widgets']>;
}
type OwnHead = 'kind' | 'format' | 'id' | 'slug' | 'title' | 'level' | 'parent';

/** What differs from a value, leaf by leaf; `null` removes. Lists are replaced whole. */
export type Differences<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Differences<T[K]> | null }
    : T;

/** A page shipped by a plugin. `version` counts its revisions; `params` are variables that are fixed when a page is made from it. */
export interface PageTemplate extends Omit<WholePage, 'kind' | 'format' | 'id' | 'slug' | 'base' | 'parent'> {
  readonly version?: number;
  readonly params?: { readonly [name: string]: Variable };
}

/** A template by plugin ("health/overview") or by page id, at a version. */
export interface TemplateRef {
  readonly template: string;
  readonly version: number;
  readonly params?: { readonly [name: string]: Json };
}

/** Narrows who sees it, never widens a data policy; `own` and below by the viewer's grant. */
export interface Access {
  readonly roles?: readonly string[];
  readonly units?: readonly string[] | 'own' | 'own-and-below';
  readonly refusal?: L10n;
}

/** What links and variables share: "unit", a dataset that is referred to ("field-reports/category"), or a field ("field-reports/report.status"). */
export type Dimension = string;

/** A control of the page, named `[a-z][a-zA-Z0-9]{0,31}`; its value lives in the address, never here. */
export type Variable = { readonly rank: Rank; readonly label?: L10n } & (
  | {
      readonly kind: 'dimension';
      readonly of: Dimension;
      readonly many?: boolean;
      readonly default?: readonly string[] | 'mine';
      readonly within?: string;
    }
  | { readonly kind: 'choice'; readonly choices: { readonly [value: string]: L10n }; readonly default?: string }
  | {
      readonly kind: 'number';
      readonly min?: number;
      readonly max?: number;
      readonly step?: number;
      readonly default?: number;
      readonly unit?: string;
    }
  | { readonly kind: 'text'; readonly maxLength: number }
);

/** Part of a page. `flow` places by rank and span; `grid` by `at`; `tabs` shows the sections that stand `in` it. */
export interface Section {
  readonly rank: Rank;
  readonly title?: L10n;
  readonly in?: SectionId;
  readonly layout:
    | { readonly kind: 'flow'; readonly columns?: 12 | 24; readonly dense?: boolean }
    | { readonly kind: 'grid'; readonly columns?: number; readonly rows?: number }
    | { readonly kind: 'tabs' };
  readonly show?: Condition;
  readonly access?: Access;
  readonly collapsed?: boolean;
  readonly repeat?: { readonly var: string; readonly max?: number };
}

/** Size on the page: columns of the grid, rows of 24 px. */
export interface GridSpan {
  readonly w: number;
  readonly h: number | 'auto';
}

/** A widget on a page. `Placement<TypeOf<typeof widget.options>>` lets the compiler check the options. */
export interface Placement<O = { readonly [option: string]: Json }> {
  /** "plugin/widget"; short inside the plugin. */
  readonly use: string;
  /** Version of the options: 1, or the newest of the widget's `changes`. */
  readonly v: number;
  readonly in: SectionId;
  readonly rank: Rank;
  readonly span?: GridSpan;
  readonly at?: readonly [x: number, y: number];
  readonly title?: L10n;
  readonly note?: L10n;
  readonly bind?: { readonly [port: string]: Binding };
  readonly options?: O;
  readonly show?: Condition;
  readonly access?: Access;
  readonly classification?: Classification;
  /** What pages made from this template may not change. */
  readonly lock?: readonly ('move' | 'options' | 'bind' | 'remove')[];
}

/** When a section or widget is shown. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly var: string; readonly is: readonly Scalar[] | 'set' }
  | { readonly role: readonly string[] }
  | { readonly profile: readonly Profile[] }
  | { readonly port: string; readonly is: 'empty' | 'stale' | Threshold }
  | { readonly hours: readonly [from: string, to: string]; readonly days?: readonly (1 | 2 | 3 | 4 | 5 | 6 | 7)[] };

/** What a choice in one widget does to others, by shared dimension, never by column name. */
export interface Link {
  readonly from: WidgetId;
  readonly on: 'select' | 'brush' | 'open';
  readonly do:
    | { readonly kind: 'filter'; readonly by: Dimension; readonly var?: string }
    | { readonly kind: 'highlight'; readonly by: Dimension }
    | { readonly kind: 'drill'; readonly to: string; readonly carry: readonly string[] }
    | { readonly kind: 'detail'; readonly use: string; readonly bind?: { readonly [port: string]: Binding } };
  readonly to?: 'page' | 'section' | { readonly only: readonly WidgetId[] } | { readonly except: readonly WidgetId[] };
}

/** Sparse differences of a screen to the desk. */
export interface ProfilePatch {
  readonly columns?: 4 | 8 | 12 | 24;
  readonly widgets?: { readonly [id: WidgetId]: Pick<Partial<Placement>, 'span' | 'at' | 'rank' | 'options'> & { readonly hide?: true } };
  readonly sections?: { readonly [id: SectionId]: Pick<Partial<Section>, 'rank' | 'layout'> & { readonly hide?: true } };
}

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
          readonly codes?: { readonly [value: string]: Scalar } /** Of dates, or the order of coordinates: "lon-lat", "lat-lon". */;
          readonly format?: string;
        }
      | { readonly value: Scalar }
      | { readonly expression: string };
  };
  // An expression is of one row: fields, numbers, + - * /, spans of time, code tables.
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

/** A role as the province uses it. Who has it, over which units and until when, are records. */
export interface Role {
  readonly kind: 'role';
  readonly format: 1;
  readonly id: string;
  readonly title: L10n;
  readonly can: readonly Permission[];
}

/** A video wall: canvas, zones with playlists of pages, and what takes it over. */
export interface Wall {
  readonly kind: 'wall';
  readonly format: 1;
  readonly id: Id<'wl'>;
  readonly title: L10n;
  /** Pixels, pixel pitch and distance of the farthest seat (millimetres, metres), cells of the wall and width of their bezels. */
  readonly canvas: {
    readonly px: readonly [width: number, height: number];
    readonly pitchMm: number;
    readonly farM: number;
    readonly cells?: Cells;
    readonly bezelPx?: number;
  };
  readonly zones: {
    readonly [id: Id<'zn'>]: {
      readonly rect: readonly [x: number, y: number, w: number, h: number];
      readonly playlist: Id<'pl'>;
      readonly pinnable?: boolean;
    };
  };
  readonly playlists: {
    readonly [id: Id<'pl'>]: {
      readonly items: {
        readonly [id: Id<'it'>]: {
          readonly rank: Rank;
          readonly page: PageId;
          readonly vars?: VarValues;
          readonly seconds: number;
          readonly show?: Condition;
        };
      };
    };
  };
  readonly takeover: {
    readonly [name: string]: {
      readonly page: PageId;
      readonly zones: 'all' | readonly Id<'zn'>[];
      readonly from?: Priority;
      readonly seconds: number;
      readonly automatic?: boolean;
    };
  };
  readonly screen: {
    readonly watchdogSeconds: number;
    readonly dailyRestart: string;
    readonly pixelShift: boolean;
    readonly dim?: { readonly from: string; readonly to: string; readonly level: number };
  };
}

/** Chosen values of page variables. */
export interface VarValues {
  readonly [name: string]: readonly string[];
}

/** What may leave the house: made in the studio by a publisher, approved by another, revocable at once. */
export interface EmbedGrant {
  readonly kind: 'grant';
  readonly format: 1;
  readonly id: Id<'eg'>;
  readonly title: L10n;
  readonly shows: readonly EmbedTarget[];
  readonly origins: readonly string[];
  readonly modes: readonly ('shadow' | 'frame')[];
  readonly audience: 'anonymous' | 'guest' | 'sso';
  /** Variables that the host may set, and to what; or that are fixed. */
  readonly vars: { readonly [name: string]: { readonly open: readonly string[] | '*' } | { readonly lock: readonly string[] } };
  readonly may: readonly EmbedRight[];
  readonly classification: Exclude<Classification, 'restricted'>;
  readonly perMinute: { readonly all: number; readonly address: number };
  /** Pre-rendered for anonymous viewers; `floor` is the least count shown of persons. */
  readonly snapshot?: { readonly every: Duration; readonly floor: number };
  readonly attribution: boolean;
  readonly expires?: string;
  readonly approvedBy: string;
}
/** A published page, or one widget of it. */
export interface EmbedTarget {
  readonly page: PageId;
  readonly widget?: WidgetId;
  readonly revision?: number;
}
/** What a guest may do with it. */
export type EmbedRight = 'read' | 'select' | 'export' | 'act';

// ---- editing and publishing -------------------------------------------------------------------

/** Place of a leaf: ['widgets', 'w_7f3k9q2d', 'options', 'decimals']. */
export type Path = readonly string[];
/** One edit, its own inverse; `undefined` is absent. */
export interface Op {
  readonly path: Path;
  readonly old: Json | undefined;
  readonly new: Json | undefined;
}
/** What a person did. Commands with the same `mergeKey` coalesce (typing, nudging); `at` is an ISO 8601 instant. */
export interface Command {
  readonly id: string;
  readonly label: L10n;
  readonly at: string;
  readonly by: string;
  readonly ops: readonly Op[];
  readonly mergeKey?: string;
}
/** Unsent commands of a draft, on the revision they were made on. */
export interface DraftSync {
  readonly draft: string;
  readonly revision: number;
  readonly commands: readonly Command[];
}
/** Rebased leaf by leaf, or the leaves that two people changed. */
export type DraftReply =
  | { readonly ok: true; readonly revision: number; readonly others: readonly Command[] }
  | {
      readonly ok: false;
      readonly revision: number;
      readonly conflicts: readonly {
        readonly path: Path;
        readonly mine: Json | undefined;
        readonly theirs: Json | undefined;
        readonly by: string;
      }[];
    };
/** An immutable published state of a document; `hash` is the SHA-256 of its canonical form. */
export interface Revision {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly number: number;
  readonly hash: `sha256-${string}`;
  readonly by: string;
  readonly approvedBy?: string;
  readonly at: string;
  readonly note: string;
  readonly from?: string;
}
/** A step of a document format, pure and total, run on read. */
export interface FormatChange {
  readonly kind: DocumentKind;
  readonly from: number;
  up(document: { readonly [key: string]: Json }): { readonly [key: string]: Json };
}
