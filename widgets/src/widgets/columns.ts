import type { Json, L10n, Result, ResultField } from '@haidang/sdk';
import { label } from '@haidang/sdk/client';

/** A column of a result with its place in the rows. */
export interface Column {
  readonly at: number;
  readonly field: ResultField;
}

/** A measure with the values that it is compared with. */
export interface Measure extends Column {
  readonly comparisons: readonly Column[];
}

/** The columns of grouped figures: what they are grouped by, then the measures. */
export interface Columns {
  readonly by: readonly Column[];
  readonly measures: readonly Measure[];
}

/** Tells groups from measures: the groups stand first, the measures are numbers after them and every measure is followed by its comparisons. */
export function columnsOf(result: Result): Columns {
  const all = result.fields.map((field, at) => ({ at, field }));
  const first = all.findIndex(({ field }) => isMeasure(field));
  const split = first === -1 ? all.length : first;
  const measures: { at: number; field: ResultField; comparisons: Column[] }[] = [];
  for (const column of all.slice(split)) {
    if (column.field.compare) measures.at(-1)?.comparisons.push(column);
    else if (isNumber(column.field)) measures.push({ ...column, comparisons: [] });
  }
  return { by: all.slice(0, split), measures };
}

/** A number in a cell; nothing where the cell is empty. */
export function numberAt(row: readonly Json[] | undefined, at: number): number | undefined {
  const cell = row?.[at];
  return typeof cell === 'number' ? cell : undefined;
}

/** A cell as a code: empty text for none. */
export function codeAt(row: readonly Json[], at: number): string {
  const cell = row[at];
  return typeof cell === 'object' || cell === undefined ? '' : String(cell);
}

/** Name of a code in a column for people, or the code itself. */
export function nameOf(field: ResultField, code: string, locale: string): string {
  const name: L10n | undefined = field.values?.[code];
  return name ? label(name, locale) : code;
}

/** Whether a figure can be added up over groups: counts can, rates cannot. */
export function isCount(field: ResultField): boolean {
  return field.type === 'integer' && field.unit !== '%';
}

function isMeasure(field: ResultField): boolean {
  return isNumber(field) && field.grain === undefined && field.values === undefined;
}

function isNumber(field: ResultField): boolean {
  return field.type === 'integer' || field.type === 'number';
}
