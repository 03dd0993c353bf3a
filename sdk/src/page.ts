import type { Id, PageId, Rank, SectionId, WidgetId } from './ids.ts';
import type { Threshold } from './indicator.ts';
import type { Binding, Time } from './query.ts';
import type { Json, L10n, Scalar } from './schema.ts';

/** Who may learn of it at all. */
export type Classification = 'public' | 'internal' | 'restricted';

/** Screen that a page is laid out for; desk is the base. */
export type Profile = 'desk' | 'wall' | 'tablet' | 'phone' | 'print';

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

/** Chosen values of page variables. */
export interface VarValues {
  readonly [name: string]: readonly string[];
}

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
