import type { Json, Result, ResultField } from '@haidang/sdk';
import type { Column } from './columns.ts';

/** Finds the columns of a result by name. */
export function columnMap(result: Result): ReadonlyMap<string, Column> {
  return new Map(result.fields.map((field, at) => [field.name, { at, field }]));
}

/** The column that identifies a row: the one named, else the first code, else the id of the record. Without one nothing can be opened. */
export function keyColumn(result: Result, named: string | undefined): Column | undefined {
  const columns = columnMap(result);
  if (named !== undefined) return columns.get(named);
  return [...columns.values()].find(({ field }) => field.type === 'code') ?? columns.get('_id');
}

/** The column that tells what a row is about: the one named, else `title` or `name`, else the first text without codes. */
export function leadColumn(result: Result, named: string | undefined): Column | undefined {
  const columns = columnMap(result);
  if (named !== undefined) return columns.get(named);
  return (
    columns.get('title') ?? columns.get('name') ?? firstOf(result, ({ type, values }) => (type === 'string' || type === 'text') && !values)
  );
}

/** The first column whose field passes. */
export function firstOf(result: Result, passes: (field: ResultField) => boolean): Column | undefined {
  const at = result.fields.findIndex(passes);
  const field = result.fields[at];
  return field && { at, field };
}

/** A cell by column; nothing where the column is absent. */
export function cellAt(row: readonly Json[], column: Column | undefined): Json | undefined {
  return column && row[column.at];
}
