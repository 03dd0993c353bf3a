import type { Dataset } from '../../dataset.ts';
import type { PluginManifest } from '../../manifest.ts';
import type { Property } from '../../schema.ts';
import type { Findings } from '../findings.ts';

/** A plugin that is being checked. `broken` holds "datasets.report" and the like, whose form is wrong already: nothing more is said of them. */
export interface Scope {
  readonly manifest: PluginManifest;
  readonly broken: ReadonlySet<string>;
  readonly findings: Findings;
}

/** The name inside the plugin; nothing for a name of another plugin. */
export function localName({ manifest }: Scope, name: string): string | undefined {
  const slash = name.indexOf('/');
  if (slash < 0) return name;
  return name.slice(0, slash) === manifest.id ? name.slice(slash + 1) : undefined;
}

/** The contributions of a kind whose form is right. */
export function sound<K extends 'datasets' | 'indicators' | 'alerts' | 'widgets' | 'pages' | 'roles'>(
  { manifest, broken }: Scope,
  kind: K,
): readonly (readonly [string, PluginManifest[K][string]])[] {
  const all = Object.entries(manifest[kind]) as [string, PluginManifest[K][string]][];
  return all.filter(([name]) => !broken.has(`${kind}.${name}`));
}

/** A dataset of the plugin by any of its names. `unknown` when there is none such; nothing when it cannot be told from here. */
export function datasetNamed(scope: Scope, name: string): Dataset | 'unknown' | undefined {
  const local = localName(scope, name);
  if (local === undefined) return undefined;
  if (!Object.hasOwn(scope.manifest.datasets, local)) return 'unknown';
  return scope.broken.has(`datasets.${local}`) ? undefined : scope.manifest.datasets[local];
}

/** A field by its path, "category_code.domain" through a reference. `unknown` when there is none such; nothing when it cannot be told from here. */
export function fieldNamed(scope: Scope, dataset: Dataset, path: string): Property | 'unknown' | undefined {
  const [name = '', ...rest] = path.split('.');
  const properties = dataset.row.properties;
  if (!Object.hasOwn(properties, name)) return 'unknown';
  const property = properties[name];
  if (rest.length === 0 || property === undefined) return property;
  const ref = property['x-ref'];
  if (ref === undefined) return 'unknown';
  const other = datasetNamed(scope, ref);
  return other === undefined || other === 'unknown' ? undefined : fieldNamed(scope, other, rest.join('.'));
}

export function isNumber({ type, enum: values }: Property): boolean {
  return type === 'integer' || type === 'number' || (type === undefined && typeof values?.[0] === 'number');
}

export function isTime({ format }: Property): boolean {
  return format === 'date' || format === 'date-time';
}
