import type { Sql } from '../dialect/dialect.ts';

/** A part of a statement: another piece of SQL, or a value that is bound. */
export type Part = Sql | string | number | boolean | null;

/** Puts SQL together. The text is ours; whatever stands in `${}` is SQL made here too, or bound. */
export function sql(text: TemplateStringsArray, ...parts: readonly Part[]): Sql {
  let statement = text[0] ?? '';
  const values: unknown[] = [];
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'object' && part !== null) {
      statement += part.sql;
      values.push(...part.values);
    } else {
      statement += '?';
      values.push(part);
    }
    statement += text[index + 1] ?? '';
  }
  return { sql: statement, values };
}

/** A table, a column, or a column of an alias. All names come from the table map. */
export function identifier(...path: readonly string[]): Sql {
  return { sql: path.map((name) => `"${name}"`).join('.'), values: [] };
}

/** Parts with something between them. */
export function join(parts: readonly Sql[], between: string): Sql {
  return { sql: parts.map((part) => part.sql).join(between), values: parts.flatMap((part) => part.values) };
}

/** Values to choose from: `(?, ?, ?)`. */
export function values(list: readonly (string | number | boolean)[]): Sql {
  return { sql: `(${list.map(() => '?').join(', ')})`, values: list };
}

/** A whole number that is always the same in its place: it is part of the text, so that nothing has to be bound. */
export function whole(number: number): Sql {
  return { sql: String(number), values: [] };
}
