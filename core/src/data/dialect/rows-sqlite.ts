import type { Knex } from 'knex';
import type { Addition, Belonging, Insertion, Sql } from './dialect.ts';
import { chunks, run } from './statement.ts';

/** Values that one statement binds. */
export const maxBindings = 32_766;
// Longer statements gain nothing and take the parser's time.
export const rowsPerStatement = 500;
/** So few rows are written by statements of which there are few, so that they are not parsed time and again. */
const few = 16;

/** Rows that belong to some that were added, with the numbers of these. */
export function ownRows({ columns, rows, key = [] }: Addition, added: readonly Record<string, unknown>[]): (of: Belonging) => Insertion {
  const ids = new Map(added.map((row) => [JSON.stringify(key.map((name) => row[name])), row._id]));
  const places = key.map((name) => columns.findIndex((column) => column.name === name));
  const idOf = (place = 0) => ids.get(JSON.stringify(places.map((at) => rows[place]?.[at])));
  return ({ table, columns, number, rows: own, of }) => ({
    table,
    columns: [...columns, number],
    rows: own.map((cells, index) => [...cells, idOf(of[index])]),
  });
}

/** Adds rows, and gives what is wanted back of them; nothing, with nothing written, when `given` does not hold. */
export async function insertRows(
  connection: Knex,
  { table, columns, rows, shared = [], conflict, given }: Insertion & { readonly given?: Sql },
  returning: readonly string[],
): Promise<Record<string, unknown>[]> {
  const update =
    conflict &&
    [...shared, ...columns].filter(({ name }) => !conflict.includes(name)).map(({ name }) => `\`${name}\` = excluded.\`${name}\``);
  const merging = conflict ? ` ON CONFLICT (${list(conflict)}) DO UPDATE SET ${update?.join(',')}` : '';
  const ending = returning.length > 0 ? `${merging} RETURNING ${list(returning)}` : merging;
  const returned: Record<string, unknown>[] = [];
  const condition = given ?? { sql: 'true', values: [] };
  const room = maxBindings - shared.length - condition.values.length;
  for (const part of chunks(rows, Math.min(rowsPerStatement, Math.floor(room / columns.length)))) {
    const [first = []] = part;
    // A value that all rows share is bound once: each binding costs as much as storing the cell.
    const isVarying = (index: number) => index === 0 || part.length <= few || part.some((row) => row[index] !== first[index]);
    const varying = columns.map((_, index) => index).filter(isVarying);
    const equal = columns.map((_, index) => index).filter((index) => !varying.includes(index));
    const values = [...shared.map(({ cell }) => cell), ...equal.map((index) => first[index])];
    for (const row of part) for (const index of varying) values.push(row[index]);
    const names = [...shared, ...equal.map((index) => columns[index]), ...varying.map((index) => columns[index])].map(
      (column) => column?.name ?? '',
    );
    const same = '?,'.repeat(shared.length + equal.length);
    const tuples = `,(${'?,'.repeat(varying.length).slice(0, -1)})`.repeat(part.length).slice(1);
    const sql = `INSERT INTO \`${table}\` (${list(names)}) SELECT ${same}v.* FROM (VALUES ${tuples}) AS v WHERE ${condition.sql}${ending}`;
    const found = await run(connection, sql, [...values, ...condition.values]);
    if (given && found.length === 0) break;
    for (const row of found) returned.push(row);
  }
  return returned;
}

/** Names of columns in a row. */
export function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(',');
}
