import type { Alert } from './alert.ts';
import type { Dataset } from './dataset.ts';
import type { Indicator } from './indicator.ts';
import type { PageTemplate } from './page.ts';
import type { Capabilities, Permission } from './plugin.ts';
import type { L10n } from './schema.ts';
import type { Widget } from './widget.ts';

/** A widget in `plugin.json`: its declaration with the built module's address inside `dist/`, size in bytes and SHA-256. */
export interface BuiltWidget extends Widget {
  readonly bytes: number;
  readonly hash: `sha256-${string}`;
}

/** `dist/plugin.json`: all contributions of a plugin as data. The core reads it without running code of the plugin. Messages stand beside it in `messages/<language>.json`. */
export interface PluginManifest {
  readonly format: 1;
  readonly id: string;
  readonly version: string;
  /** Range of the sdk that it works with. */
  readonly sdk: string;
  readonly icon?: string;
  readonly title: L10n;
  readonly needs?: { readonly [plugin: string]: string };
  readonly capabilities?: Capabilities;
  readonly languages: readonly string[];
  readonly datasets: { readonly [name: string]: Dataset };
  readonly indicators: { readonly [name: string]: Indicator };
  readonly alerts: { readonly [name: string]: Alert };
  readonly widgets: { readonly [name: string]: BuiltWidget };
  readonly pages: { readonly [name: string]: PageTemplate };
  readonly roles: { readonly [name: string]: readonly Permission[] };
}

/** `dist/messages/<language>.json`: text by key. */
export interface Messages {
  readonly [key: string]: string;
}

/** `dist/manifest.json`: SHA-256 of every other file of `dist/`, by path. */
export interface FileList {
  readonly format: 1;
  readonly files: { readonly [path: string]: `sha256-${string}` };
}
