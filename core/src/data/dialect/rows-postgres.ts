import type { Knex } from 'knex';
import type { Column } from '../table.ts';
import type { Addition, Belonging, Cells, Insertion, Store } from './dialect.ts';
import { prepared } from './prepared-postgres.ts';
import { types } from './types-postgres.ts';

const mustEscape = /["\\]/;

/** Adds rows with all that is about them. One statement is a transaction: nothing goes to and fro in between. */
export async function addRows(connection: Knex, addition: Addition): Promise<readonly Record<string, unknown>[] | undefined> {
  const { about, rows, returning = [], key = [], given } = addition;
  const hasRows = (insertion: Pick<Insertion, 'rows'>) => insertion.rows.length > 0;
  const besides = (addition.besides ?? []).filter(hasRows);
  const belonging = (addition.belonging ?? []).filter(hasRows);
  const keys = key.map((name) => [addition.columns.find((column) => column.name === name)?.store ?? 'text', name] as const);
  const wanted = [...new Set(['_id', ...key, ...returning])].map((name) => `"${name}"`).join(',');
  const others = about.map(
    ({ table, number, shared }, index) =>
      `, a${index} AS (INSERT INTO "${table}" (${names([...shared, number])}) SELECT ${casts(shared)}_id::${types[number.store]} FROM added)`,
  );
  const isAdded = given ? ' WHERE EXISTS (SELECT 1 FROM added)' : '';
  others.push(...besides.map((insertion, index) => `, b${index} AS (${insertInto(insertion)}${isAdded})`));
  others.push(...belonging.map((insertion, index) => `, c${index} AS (${insertOwn(insertion, keys)})`));
  const holds = given ? ` WHERE (${given.sql})` : '';
  const sql = `WITH added AS (${insertInto(addition)}${holds} RETURNING ${wanted})${others.join('')} SELECT * FROM added${returning.length > 0 ? '' : ' LIMIT 1'}`;
  const places = key.map((name) => addition.columns.findIndex((column) => column.name === name));
  const values = [
    ...valuesOf(addition, rows),
    ...(given?.values ?? []),
    ...about.flatMap(({ shared }) => shared.map(({ cell }) => cell)),
    ...besides.flatMap((insertion) => valuesOf(insertion, insertion.rows)),
    ...belonging.flatMap((insertion) => {
      const owners = insertion.of.map((place) => rows[place] ?? []);
      return [...valuesOf(insertion, insertion.rows), ...places.map((place) => listOf(owners, place))];
    }),
  ];
  const added = await prepared(connection, sql, values);
  if (given && added.length === 0) return undefined;
  return returning.length > 0 ? added : [];
}

/** INSERT of any number of rows: their values are one list for each column. */
export function insertInto({ table, columns, shared = [] }: Insertion): string {
  const arrays = columns.map(({ store }) => `?::${types[store]}[]`).join(',');
  return `INSERT INTO "${table}" (${names([...shared, ...columns])}) SELECT ${casts(shared)}v.* FROM unnest(${arrays}) AS v`;
}

/** Rows that belong to those of `added`, found by the keys of these. */
function insertOwn({ table, columns, number }: Belonging, keys: readonly (readonly [Store, name: string])[]): string {
  const arrays = [...columns.map(({ store }) => store), ...keys.map(([store]) => store)].map((store) => `?::${types[store]}[]`);
  const [cells, own] = [columns.map((_, index) => `c${index}`), keys.map((_, index) => `k${index}`)];
  const on = keys.map(([, name], index) => `added."${name}" = v.k${index}`).join(' AND ');
  const listed = cells.map((cell) => `v.${cell}, `).join('');
  return `INSERT INTO "${table}" (${names([...columns, number])}) SELECT ${listed}added._id FROM unnest(${arrays.join(',')}) AS v(${[...cells, ...own].join(',')}) JOIN added ON ${on}`;
}

/** What such a statement binds. */
export function valuesOf({ columns, shared = [] }: Insertion, rows: readonly Cells[]): unknown[] {
  return [...shared.map(({ cell }) => cell), ...columns.map((_, index) => listOf(rows, index))];
}

/** One column of the rows as PostgreSQL reads a list; the driver would take each cell through several functions. */
export function listOf(rows: readonly Cells[], index: number): string {
  let list = '';
  for (const row of rows) {
    const cell = row[index];
    if (cell === null || cell === undefined) list += ',NULL';
    else if (typeof cell !== 'string') list += `,${cell}`;
    else list += `,"${mustEscape.test(cell) ? cell.replace(/["\\]/g, '\\$&') : cell}"`;
  }
  return `{${list.slice(1)}}`;
}

function names(columns: readonly Column[]): string {
  return columns.map(({ name }) => `"${name}"`).join(',');
}

function casts(columns: readonly Column[]): string {
  return columns.map(({ store }) => `?::${types[store]}, `).join('');
}
