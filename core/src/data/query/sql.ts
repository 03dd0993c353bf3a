import { HaidangError } from '@haidang/sdk';
import type { Knex } from 'knex';
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
  return { sql: '??', values: [path.join('.')] };
}

/** Parts with something between them. */
export function join(parts: readonly Sql[], between: string): Sql {
  return { sql: parts.map((part) => part.sql).join(between), values: parts.flatMap((part) => part.values) };
}

/** Values to choose from: `(?, ?, ?)`. */
export function values(list: readonly (string | number | boolean)[]): Sql {
  return { sql: `(${list.map(() => '?').join(', ')})`, values: list };
}

// SQLite takes 32,766 values in a statement.
const mostValues = 32_000;

/** Runs a SELECT. */
export async function select(connection: Knex, statement: Sql): Promise<{ readonly [column: string]: unknown }[]> {
  if (statement.values.length > mostValues)
    throw new HaidangError('bad-request', { path: 'where', reason: 'The query names too many values and units.' });
  const answer = await connection.raw(statement.sql, [...(statement.values as Knex.RawBinding[])]);
  return Array.isArray(answer) ? answer : answer.rows;
}
