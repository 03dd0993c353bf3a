import { type Dataset, type FieldType, type L10n, type Messages, type Property, workflowsOf } from '@haidang/sdk';
import type { DatasetEntry, Field } from '../registry.ts';

type MessagesByLanguage = { readonly [language: string]: Messages };

/** Type of a property in tables and results. */
function fieldType({ type, format, enum: values, items }: Property): FieldType {
  if (format === 'email') return 'string';
  if (format) return format;
  if (type === 'array') return 'list';
  if (type === 'object') return 'json';
  if (type) return type;
  const first = values?.[0];
  if (typeof first === 'number') return 'number';
  if (typeof first === 'boolean') return 'boolean';
  return first === undefined && !items ? 'json' : 'string';
}

/** Text of a message key in every language that has it; the key's last word where Vietnamese lacks it. */
export function labelOf(messages: MessagesByLanguage, key: string): L10n {
  const text: { vi: string; [language: string]: string } = { vi: messages.vi?.[key] ?? key.slice(key.lastIndexOf('.') + 1) };
  for (const [language, texts] of Object.entries(messages)) {
    const found = texts[key];
    if (found !== undefined) text[language] = found;
  }
  return text;
}

/** Name as the whole centre knows it: "report" of plugin "field-reports" is "field-reports/report". */
export function qualified(plugin: string, name: string): string {
  return name.includes('/') ? name : `${plugin}/${name}`;
}

/** Makes ready what reading, writing and showing a dataset need. */
export function datasetEntry({
  plugin,
  local,
  dataset,
  messages,
}: {
  readonly plugin: string;
  readonly local: string;
  readonly dataset: Dataset;
  readonly messages: MessagesByLanguage;
}): DatasetEntry {
  const required = new Set(dataset.row.required ?? []);
  const fields = new Map<string, Field>();
  for (const [name, property] of Object.entries(dataset.row.properties)) {
    const key = `${local}.${name}`;
    const ref = property['x-ref'];
    fields.set(name, {
      name,
      property,
      type: fieldType(property),
      label: labelOf(messages, key),
      required: required.has(name),
      ...(property.enum && {
        values: Object.fromEntries(property.enum.map((value) => [String(value), labelOf(messages, `${key}.${value}`)])),
      }),
      ...(ref && { ref: qualified(plugin, ref) }),
    });
  }
  const naming = namingFields(fields);
  const workflows = workflowsOf(dataset);
  const named = (kind: 'step' | 'clock', names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, labelOf(messages, `${local}.${kind}.${name}`)]));
  return {
    name: qualified(plugin, local),
    plugin,
    local,
    dataset,
    label: labelOf(messages, local),
    fields,
    steps: named(
      'step',
      workflows.flatMap(({ transitions }) => Object.keys(transitions)),
    ),
    clocks: named(
      'clock',
      workflows.flatMap(({ clocks = {} }) => Object.keys(clocks)),
    ),
    ...(naming && { naming }),
  };
}

function namingFields(fields: ReadonlyMap<string, Field>): DatasetEntry['naming'] {
  if (fields.has('name_vi')) return { vi: 'name_vi', ...(fields.has('name_en') && { en: 'name_en' }) };
  const name = ['name', 'title'].find((field) => fields.has(field));
  return name === undefined ? undefined : { vi: name };
}
