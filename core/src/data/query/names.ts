import type { Json, L10n, ResultField } from '@haidang/sdk';
import type { Caller } from '../../access/caller.ts';
import type { DataContext } from '../context.ts';
import type { FieldColumns } from '../table.ts';
import { mayRead, mayReadDataset } from './authorise.ts';
import { columnOf } from './compile-condition.ts';
import { fromWhere } from './compile-source.ts';
import type { Moment } from './moment.ts';
import type { Found, Reading } from './reading.ts';
import { keyOf, Source } from './source.ts';
import { identifier, join, sql } from './sql.ts';

/** A column whose codes have names. */
export interface NamedColumn {
  readonly index: number;
  readonly columns: FieldColumns;
}

/** Rows of a reading that hold codes, and their column. */
export interface CodePlace {
  readonly table: string;
  readonly column: string;
}

/** A column whose codes have names, and the records that hold these when it refers to some. */
export interface NamingColumn extends NamedColumn {
  readonly records?: Source;
}

/** Finds where the names of codes come from. */
export function planNames(named: readonly NamedColumn[], context: DataContext, caller: Caller): readonly NamingColumn[] {
  return named.flatMap((column): readonly NamingColumn[] => {
    const { field } = column.columns;
    if (field.values || field.type === 'unit') return [column];
    const dataset = namingDataset(column.columns, context, caller);
    return dataset === undefined ? [] : [{ ...column, records: new Source(context, caller, dataset) }];
  });
}

/** Dataset whose records name the values of a field, where the caller may read it. */
function namingDataset({ field: { ref }, store }: FieldColumns, context: DataContext, caller: Caller): string | undefined {
  if (store !== 'text' && store !== 'list') return undefined;
  const entry = ref === undefined ? undefined : context.registry.datasets.get(ref);
  if (!entry?.naming || keyOf(context.tables.get(entry.name))?.store !== 'text' || !mayReadDataset(entry, caller)) return undefined;
  const isOpen = [entry.naming.vi, entry.naming.en].every((name) => {
    const field = name === undefined ? undefined : entry.fields.get(name);
    return field === undefined || mayRead(entry, field, caller);
  });
  return isOpen ? entry.name : undefined;
}

/** The name of a code, if it has one. */
type NameOf = (code: string) => L10n | undefined;

/** Asks for the names of the codes that occur in an answer: of enum values, units, records referred to. The function returned adds them to the columns. */
export function askNames(
  columns: readonly NamingColumn[],
  codes: (index: number) => readonly CodePlace[],
  reading: Reading,
  at: Moment,
): (found: Found, fields: readonly ResultField[], rows: readonly (readonly Json[])[]) => readonly ResultField[] {
  const asked = columns.map((column) => ({ index: column.index, namesIn: askNaming(column, codes(column.index), reading, at) }));
  return (found, fields, rows) => {
    const result = [...fields];
    for (const { index, namesIn } of asked) {
      const column = result[index];
      const values = pick(codesOf(rows, index), namesIn(found));
      if (column && values) result[index] = { ...column, values };
    }
    return result;
  };
}

function askNaming(
  { columns, records }: NamingColumn,
  places: readonly CodePlace[],
  reading: Reading,
  at: Moment,
): (found: Found) => NameOf {
  const { values, type } = columns.field;
  if (values) return () => (code) => values[code];
  if (type === 'unit') return () => (code) => at.units.get(code)?.title;
  return records && places.length > 0 ? askRecords(records, type === 'list', places, reading, at) : () => () => undefined;
}

function pick(codes: readonly string[], nameOf: NameOf): ResultField['values'] {
  const names: { [code: string]: L10n } = {};
  let isEmpty = true;
  for (const code of codes) {
    const name = nameOf(code);
    if (!name) continue;
    names[code] = name;
    isEmpty = false;
  }
  return isEmpty ? undefined : names;
}

/** Asks for the names of records by the codes that stand in other rows of the reading. */
function askRecords(source: Source, isList: boolean, places: readonly CodePlace[], reading: Reading, at: Moment): (found: Found) => NameOf {
  const { naming, dataset } = source.table.entry;
  const key = source.resolve(dataset.key[0] ?? '', 'key');
  const languages = [naming?.vi, naming?.en].filter((name) => name !== undefined).map((name) => source.resolve(name, 'naming'));
  const names = ['code', ...languages.map((_, index) => `n${index}`)];
  const list = [key, ...languages].map((ref, index) => sql`${columnOf(ref)} AS ${identifier(names[index] ?? '')}`);
  const codes = places.map(({ table, column }) =>
    isList ? at.dialect.itemsOf(table, column) : sql`SELECT ${identifier(column)} FROM ${identifier(table)}`,
  );
  const selected = reading.select({
    columns: names.map((name) => ({ name, store: 'text' })),
    statement: sql`SELECT ${join(list, ', ')} ${fromWhere(source, undefined, at)} AND ${columnOf(key)} IN (${join(codes, ' UNION ')})`,
  });
  return (found) => {
    const known = new Map<string, L10n>();
    for (const [code, vi, en] of selected.rows(found))
      if (typeof vi === 'string') known.set(String(code), { vi, ...(typeof en === 'string' && { en }) });
    return (code) => known.get(code);
  };
}

/** Codes of a column, of lists their items. */
function codesOf(rows: readonly (readonly Json[])[], index: number): readonly string[] {
  const codes = new Set<string>();
  for (const row of rows) {
    const cell = row[index] ?? null;
    if (Array.isArray(cell)) for (const item of cell) addCode(codes, item);
    else addCode(codes, cell);
  }
  return [...codes];
}

function addCode(codes: Set<string>, cell: Json): void {
  if (typeof cell === 'string') codes.add(cell);
  else if (typeof cell === 'number' || typeof cell === 'boolean') codes.add(String(cell));
}
