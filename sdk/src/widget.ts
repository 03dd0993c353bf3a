import type { Changes } from './dataset.ts';
import type { Geography } from './geography.ts';
import type { FieldType, Result, Trust } from './query.ts';
import type { Json, Scalar, Schema } from './schema.ts';

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
  /** Units and shapes for maps, asked once for a whole page; rejects when they cannot be had. Absent where no centre stands behind: then a widget draws what its data alone allow. */
  readonly geography?: () => Promise<Geography>;
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
