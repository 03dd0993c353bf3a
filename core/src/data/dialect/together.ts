import type { Selection, Sql } from './dialect.ts';
import { chunks } from './statement.ts';

// PostgreSQL gives a function 100 arguments.
const mostArguments = 100;

/** How a database makes JSON. */
export interface JsonWords {
  readonly array: string;
  readonly list: string;
  /** A column as it has to stand in JSON to come back as it is. */
  cell(name: string, store: Selection['columns'][number]['store']): string;
}

/** One statement that answers several SELECTs: a row with a list of rows, as JSON, for each. A driver takes one long text in a fraction of the time that it needs for each cell of many rows. */
export function together(selections: readonly Selection[], { array, list, cell }: JsonWords): Sql {
  const tables = selections.map(({ name, statement }) => `"${name}" AS MATERIALIZED (${statement.sql})`);
  const lists = selections.map(({ name, columns, order }) => {
    const parts = [...chunks(columns, mostArguments)].map(
      (part) => `${array}(${part.map((each) => cell(`"${each.name}"`, each.store)).join(', ')})`,
    );
    const row = parts.length === 1 ? parts[0] : `${array}(${parts.join(', ')})`;
    return `(SELECT ${list}(${row}${order ? ` ORDER BY ${order}` : ''}) FROM "${name}") AS "${name}"`;
  });
  return { sql: `WITH ${tables.join(', ')} SELECT ${lists.join(', ')}`, values: selections.flatMap(({ statement }) => statement.values) };
}

/** The rows of such a list. */
export function rowsOf(list: readonly (readonly unknown[])[] | null, { columns }: Selection): unknown[][] {
  if (list === null) return [];
  return columns.length > mostArguments ? list.map((row) => row.flat(1)) : (list as unknown[][]);
}
