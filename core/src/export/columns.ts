import type { Json, L10n, Result, ResultField } from '@haidang/sdk';
import type { DataContext } from '../data/context.ts';
import type { DatasetEntry, Field } from '../registry.ts';
import { type ColumnField, columnsOf, type Headers, headerOf, type SheetColumn } from '../sheet/columns.ts';

/** A column of an exported table: its header, and where its cells stand in a row of the answer. */
export interface ExportColumn extends SheetColumn {
  readonly index: number;
  readonly header: string;
}

/** Columns of an answer, codes with their names beside. */
export function exportColumns(
  { registry }: Pick<DataContext, 'registry'>,
  entry: DatasetEntry,
  fields: readonly ResultField[],
  headers: Headers,
): readonly ExportColumn[] {
  const own = fields.map((field): ColumnField => ({ ...field, isCode: isCode(registry, entry, field) }));
  const others = [...entry.fields.values()].filter(({ name }) => !own.some((field) => field.name === name)).map(columnField);
  const all = [...own, ...others];
  return columnsOf(own, { withNames: true }).map((column) => ({
    ...column,
    index: own.indexOf(column.field),
    header: headerOf(column, headers, all),
  }));
}

/** A field of a dataset as a table of a file knows it. */
export function columnField({ name, type, label, property }: Field): ColumnField {
  const unit = property['x-unit'];
  return { name, type, label, ...(unit !== undefined && { unit }) };
}

function isCode({ datasets }: DataContext['registry'], entry: DatasetEntry, { name, type, values }: ResultField): boolean {
  if (type === 'unit' || values) return true;
  const [first = '', second] = name.split('.', 2);
  const own = entry.fields.get(first);
  const field = second === undefined ? own : datasets.get(own?.ref ?? '')?.fields.get(second);
  return field?.values !== undefined || field?.ref !== undefined;
}

/** The cell of a column in a row of a page: a value of the field, or text beside it. */
export function cellOf({ index, part }: ExportColumn, row: readonly Json[], fields: Result['fields'], language: 'vi' | 'en'): Json {
  const value = row[index] ?? null;
  if (part === 'value' || value === null) return value;
  if (part === 'name') return nameOf(value, fields[index]?.values, language);
  if (typeof value !== 'object' || !('coordinates' in value) || !Array.isArray(value.coordinates)) return null;
  const list: readonly Json[] = value.coordinates;
  return list[part === 'longitude' ? 0 : 1] ?? null;
}

/** The name of a code, or of each code of a list; nothing where none has one. */
export function nameOf(value: Json, names: { readonly [value: string]: L10n } | undefined, language: 'vi' | 'en'): string | null {
  const codes = Array.isArray(value) ? (value as readonly Json[]) : [value];
  const found = codes.map((code) => {
    const name = names && Object.hasOwn(names, String(code)) ? names[String(code)] : undefined;
    return name && (name[language] ?? name.vi);
  });
  return found.some((name) => name !== undefined) ? found.map((name, index) => name ?? String(codes[index])).join(', ') : null;
}
