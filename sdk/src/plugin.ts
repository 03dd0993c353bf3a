import type { Alert } from './alert.ts';
import type { Dataset } from './dataset.ts';
import type { Action, SourceKind } from './handlers.ts';
import type { Indicator } from './indicator.ts';
import type { PageTemplate } from './page.ts';
import type { Field, TypeOf } from './schema.ts';
import type { Widget } from './widget.ts';

/** Name of a role, proposed by a plugin or made by the province. `system` is a timer or rule. */
export type RoleName = string;

/** `<dataset>.<verb>`: one of `verbs`, or the name of a transition or action. */
export type Permission = `${string}.${string}`;

/** What may be done to records of every dataset; no transition is named so. `personal` reads personal fields, `source` brings records as another system holds them. */
export const verbs = ['read', 'write', 'delete', 'export', 'personal', 'source'] as const;

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
  /** Id of the plugin; when absent the package's name without scope and without `plugin-` or `haidang-plugin-`. */
  readonly id?: string;
  readonly sdk: string;
  readonly needs?: { readonly [plugin: string]: string };
  readonly capabilities?: Capabilities;
  /** Name of a lucide icon: its domain. */
  readonly icon?: string;
}
