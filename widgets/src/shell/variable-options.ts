import type { Catalog, CatalogUnit, L10n, Query, Variable } from '@haidang/sdk';
import { type Client, formatTime, label } from '@haidang/sdk/client';
import { say } from './texts.ts';

/** One thing to choose; `hint` tells those of the same name apart. */
export interface Option {
  readonly value: string;
  readonly text: string;
  readonly group?: string;
  readonly hint?: string;
}

type Dimension = Extract<Variable, { readonly kind: 'dimension' }>;

/** Label of a variable: its own, else the name of what it chooses from. */
export function variableLabel({
  name,
  variable,
  catalog,
  locale,
}: {
  name: string;
  variable: Variable;
  catalog: Catalog;
  locale: string;
}): string {
  if (variable.label) return label(variable.label, locale);
  if (variable.kind !== 'dimension') return name;
  if (variable.of === 'unit') return say('unit', locale);
  const text = catalog.datasets[variable.of]?.label ?? fieldOf(variable.of, catalog)?.label;
  return text ? label(text, locale) : name;
}

/** What a variable offers, in the order it is read. Records that a field refers to are asked from the server. */
export async function optionsOf({
  variable,
  catalog,
  client,
  locale,
}: {
  variable: Variable;
  catalog: Catalog;
  client: Client;
  locale: string;
}): Promise<readonly Option[]> {
  if (variable.kind === 'choice') return named(variable.choices, locale);
  if (variable.kind !== 'dimension') return [];
  if (variable.of === 'unit') return unitOptions(catalog.units, variable, locale);
  const field = fieldOf(variable.of, catalog);
  if (field?.ref) return recordOptions({ dataset: field.ref, catalog, client, locale });
  return field ? named(field.values ?? {}, locale) : recordOptions({ dataset: variable.of, catalog, client, locale });
}

/** Wards and communes: those in force, then former ones, then any that do not belong to the place. */
function unitOptions(units: readonly CatalogUnit[], { within }: Dimension, locale: string): readonly Option[] {
  const byKey = new Map(units.map((unit) => [unit.key, unit]));
  const isWithin = (unit: CatalogUnit | undefined): boolean =>
    unit !== undefined && (unit.key === within || isWithin(unit.parent === undefined ? undefined : byKey.get(unit.parent)));
  const wards = units.filter((unit) => unit.level === 'ward' && (within === undefined || isWithin(unit)));
  const order = (unit: CatalogUnit) => (unit.own ? (unit.validTo === undefined ? 0 : 1) : 2);
  const sorted = [...wards].sort((a, b) => order(a) - order(b) || label(a.title, locale).localeCompare(label(b.title, locale), 'vi'));
  return sorted.map((unit) => ({
    value: unit.key,
    text: label(unit.title, locale),
    group: groupOf(unit, locale),
    hint: unit.key.split('@', 1)[0],
  }));
}

function groupOf({ own, validFrom, validTo }: CatalogUnit, locale: string): string {
  if (!own) return say('unit.other', locale);
  return validTo === undefined
    ? say('unit.now', locale, { date: formatTime(validFrom, 'date', locale) })
    : say('unit.before', locale, { date: formatTime(validTo, 'date', locale) });
}

async function recordOptions({
  dataset,
  catalog,
  client,
  locale,
}: {
  dataset: string;
  catalog: Catalog;
  client: Client;
  locale: string;
}): Promise<readonly Option[]> {
  const known = catalog.datasets[dataset];
  const [key] = known?.key ?? [];
  if (!known || key === undefined) return [];
  const names = namesOf(known.fields, locale);
  const query: Query = { from: dataset, select: [key, ...names], sort: [names[0] ?? key], limit: 1000 };
  const { records } = await client.queries({ records: query });
  if (records.error) throw new Error(records.error.message);
  return records.result.rows.map(([value, ...texts]) => ({
    value: String(value),
    text: String(texts.find((text) => text !== null && text !== undefined && text !== '') ?? value),
  }));
}

/** Fields that name a record, the reader's language first. */
function namesOf(fields: { readonly [name: string]: unknown }, locale: string): readonly string[] {
  const wanted = locale.startsWith('vi') ? ['name_vi', 'name_en', 'name', 'title'] : ['name_en', 'name_vi', 'name', 'title'];
  return wanted.filter((name) => Object.hasOwn(fields, name));
}

function named(texts: { readonly [value: string]: L10n }, locale: string): readonly Option[] {
  return Object.entries(texts).map(([value, text]) => ({ value, text: label(text, locale) }));
}

/** "field-reports/report.status" as a field of the catalogue. */
function fieldOf(of: string, catalog: Catalog): Catalog['datasets'][string]['fields'][string] | undefined {
  const dot = of.lastIndexOf('.');
  return dot < 0 ? undefined : catalog.datasets[of.slice(0, dot)]?.fields[of.slice(dot + 1)];
}
