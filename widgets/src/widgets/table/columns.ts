import type { Result, ResultField } from '@haidang/sdk';
import { label, unitLabel } from '@haidang/sdk/client';
import type { Column } from '../columns.ts';
import { columnMap, leadColumn } from '../records.ts';
import type { ColumnOptions, TableOptions } from './definition.ts';

/** A column as it is drawn. */
export interface TableColumn extends Column {
  readonly title: string;
  readonly as: NonNullable<ColumnOptions['as']>;
  readonly isRight: boolean;
  readonly isLead: boolean;
  /** Track of the grid, and the least room that it takes, in design pixels. */
  readonly track: string;
  readonly least: number;
  /** Decimals alike in the whole column. */
  readonly decimals?: number;
  /** When time began to run, and when the work was done, for a deadline. */
  readonly from?: Column;
  readonly until?: Column;
}

/** The columns of a table: as its options say, else all that the result holds but what is not for people. */
export function tableColumns(result: Result, options: TableOptions, locale: string): readonly TableColumn[] {
  const known = columnMap(result);
  const lead = leadColumn(result, options.lead);
  const wanted: readonly ColumnOptions[] = options.columns ?? result.fields.filter(isForPeople).map(({ name }) => ({ field: name }));
  return wanted.flatMap((one) => {
    const column = known.get(one.field);
    if (!column) return [];
    const { field } = column;
    const isNumber = (field.type === 'integer' || field.type === 'number') && !field.values;
    const isLead = column.at === lead?.at;
    const as = one.as ?? 'value';
    // A width is what a column likes; where room is short it gives up a third before the table has to be scrolled.
    const least =
      one.width === undefined
        ? isLead
          ? 224
          : leastWidth(field, as)
        : Math.round(as === 'due' ? Math.min(one.width, 186) : one.width * 0.66);
    const unit = field.unit && !one.label ? ` (${unitLabel(field.unit, locale)})` : '';
    const decimals = one.decimals ?? (isNumber ? decimalsOf(result, column.at) : undefined);
    const [from, until] = [one.from, one.until].map((name) => (name === undefined ? undefined : known.get(name)));
    return [
      {
        ...column,
        title: `${label(one.label ?? field.label, locale)}${unit}`,
        as,
        isLead,
        isRight: one.align ? one.align === 'right' : isNumber,
        least,
        track: `minmax(${roomOf(least)}, ${one.width === undefined ? `${isLead ? 3 : isNumber ? 0.8 : 1}fr` : roomOf(one.width)})`,
        ...(decimals === undefined ? {} : { decimals }),
        ...(from && { from }),
        ...(until && { until }),
      },
    ];
  });
}

/** A width in design pixels grows with the letters that stand in it, which have 13 of them. */
function roomOf(width: number): string {
  return `calc(${width} / 13 * var(--ioc-fs-2))`;
}

/** Keys of the system and what is too big for a line stay out unless they are asked for. */
function isForPeople({ name, type }: ResultField): boolean {
  return !name.startsWith('_') && !type.startsWith('geo-') && type !== 'json' && type !== 'list' && type !== 'file';
}

function leastWidth({ type }: ResultField, as: ColumnOptions['as']): number {
  if (as === 'due') return 186;
  if (as === 'time') return 88;
  if (as === 'date' || type === 'date') return 84;
  if (type === 'date-time') return 124;
  if (type === 'integer' || type === 'number') return 72;
  return type === 'boolean' ? 64 : 104;
}

/** The most decimals that occur near the top, three at most: digits of a column then stand under each other. */
function decimalsOf(result: Result, at: number): number {
  let most = 0;
  for (const row of result.rows.slice(0, 200)) {
    const cell = row[at];
    if (typeof cell === 'number' && !Number.isInteger(cell)) most = Math.max(most, Math.min(String(cell).split('.')[1]?.length ?? 0, 3));
  }
  return most;
}
