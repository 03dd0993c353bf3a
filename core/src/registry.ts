import type {
  BuiltWidget,
  Dataset,
  FieldType,
  Indicator,
  L10n,
  Messages,
  PageTemplate,
  PluginManifest,
  Problem,
  Property,
  RoleName,
} from '@haidang/sdk';

/** A field of a dataset with all that reading, writing and showing it needs. */
export interface Field {
  readonly name: string;
  readonly property: Property;
  readonly type: FieldType;
  readonly label: L10n;
  readonly required: boolean;
  /** Names of enum values. */
  readonly values?: { readonly [value: string]: L10n };
  /** Qualified dataset that `x-ref` points to. */
  readonly ref?: string;
}

/** A dataset under its qualified name: "field-reports/report". */
export interface DatasetEntry {
  readonly name: string;
  readonly plugin: string;
  readonly local: string;
  readonly dataset: Dataset;
  readonly label: L10n;
  readonly fields: ReadonlyMap<string, Field>;
  /** Names of the steps and clocks of its workflows. */
  readonly steps: { readonly [name: string]: L10n };
  readonly clocks: { readonly [name: string]: L10n };
  /** Fields that name a row to people: `name_vi` and `name_en`, else `name`, else `title`. */
  readonly naming?: { readonly vi: string; readonly en?: string };
}

/** An indicator under its qualified name, with the locality's differences laid over it. */
export interface IndicatorEntry {
  readonly name: string;
  readonly plugin: string;
  readonly local: string;
  readonly indicator: Indicator;
  readonly label: L10n;
}

export interface WidgetEntry {
  readonly name: string;
  readonly plugin: string;
  readonly local: string;
  readonly widget: BuiltWidget;
  readonly label: L10n;
}

export interface TemplateEntry {
  readonly name: string;
  readonly plugin: string;
  readonly template: PageTemplate;
}

/** A role and what it may do, by qualified dataset: "field-reports/report.assign". */
export interface RoleEntry {
  readonly name: RoleName;
  readonly label: L10n;
  readonly can: ReadonlySet<string>;
}

/** A plugin as found on disk and checked. `files` maps each servable path of its `dist/` to its SHA-256. */
export interface LoadedPlugin {
  readonly manifest: PluginManifest;
  readonly folder: string;
  readonly messages: { readonly [language: string]: Messages };
  readonly files: ReadonlyMap<string, string>;
}

/** All that is contributed, by qualified name. Made once at start by `host/`. */
export interface Registry {
  readonly plugins: ReadonlyMap<string, LoadedPlugin>;
  readonly datasets: ReadonlyMap<string, DatasetEntry>;
  readonly indicators: ReadonlyMap<string, IndicatorEntry>;
  readonly widgets: ReadonlyMap<string, WidgetEntry>;
  readonly templates: ReadonlyMap<string, TemplateEntry>;
  /** Roles that plugins propose, by name. */
  readonly roles: ReadonlyMap<RoleName, RoleEntry>;
  /** What is wrong, as data. */
  readonly problems: readonly Problem[];
}
