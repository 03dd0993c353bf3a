import type { Knex } from 'knex';
import type { Cells, Selection, Store } from './dialect.ts';
import { rowsOf, together } from './together.ts';

type Done = (error: Error | null, rows: { readonly [name: string]: string }[]) => void;

interface Statement {
  all(values: readonly unknown[], done: Done): void;
  finalize(): void;
}

interface Connection {
  prepare(sql: string, done: (error: Error | null) => void): Statement;
}

// Each keeps some kilobytes.
const mostStatements = 200;
/** Characters of a statement that is worth keeping. */
const longest = 65_536;
const prepared = new WeakMap<Connection, Map<string, Statement>>();

// SQLite's own JSON cuts numbers to 15 digits; 17 are needed to get the same number back.
const words = {
  array: 'json_array',
  list: 'json_group_array',
  cell: (name: string, store: Store) => (store === 'number' ? `CASE WHEN ${name} IS NOT NULL THEN printf('%!.17g', ${name}) END` : name),
};

const decoders: { readonly [store in Store]?: (value: unknown) => unknown } = {
  number: (value) => Number(String(value).replace('Inf', 'Infinity')),
  boolean: (value) => value === 1,
  json: (value) => JSON.parse(String(value)),
  list: (value) => JSON.parse(String(value)),
};

/** Answers several SELECTs by one statement, which a connection that has run it before does not parse again. */
export function sqliteReader(selections: readonly Selection[]): (pool: Knex) => Promise<readonly (readonly Cells[])[]> {
  const { sql, values } = together(selections, words);
  return async ({ client }) => {
    const connection: Connection = await client.acquireConnection();
    try {
      const [row] = await all(connection, sql, values);
      return selections.map((selection) => decoded(rowsOf(JSON.parse(row?.[selection.name] ?? '[]'), selection), selection));
    } finally {
      await client.releaseConnection(connection);
    }
  };
}

async function all(connection: Connection, sql: string, values: readonly unknown[]): Promise<Parameters<Done>[1]> {
  const statement = await statementOf(connection, sql);
  try {
    return await new Promise((resolve, reject) => statement.all(values, (error, rows) => (error ? reject(error) : resolve(rows))));
  } finally {
    if (sql.length > longest) statement.finalize();
  }
}

/** Lets go of the statements of a connection, which cannot be closed before. */
export function release(connection: Connection): void {
  for (const statement of prepared.get(connection)?.values() ?? []) statement.finalize();
  prepared.delete(connection);
}

async function statementOf(connection: Connection, sql: string): Promise<Statement> {
  if (sql.length > longest) return prepare(connection, sql);
  const statements = prepared.get(connection) ?? new Map<string, Statement>();
  prepared.set(connection, statements);
  const statement = statements.get(sql) ?? (await prepare(connection, sql));
  // The one that was used last stands last.
  statements.delete(sql);
  statements.set(sql, statement);
  if (statements.size > mostStatements) {
    const [oldest, unused] = statements.entries().next().value ?? [];
    if (oldest !== undefined) statements.delete(oldest);
    unused?.finalize();
  }
  return statement;
}

function prepare(connection: Connection, sql: string): Promise<Statement> {
  return new Promise((resolve, reject) => {
    const statement = connection.prepare(sql, (error) => (error ? reject(error) : resolve(statement)));
  });
}

function decoded(rows: unknown[][], { columns }: Selection): readonly Cells[] {
  for (const [index, { store }] of columns.entries()) {
    const decode = decoders[store];
    if (decode) for (const row of rows) if (row[index] !== null) row[index] = decode(row[index]);
  }
  return rows;
}
