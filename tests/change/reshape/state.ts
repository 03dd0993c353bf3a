import type { Database } from '../../../core/src/data/database.ts';

/** Numbers that go on when a transaction is taken back. */
const moving: ReadonlySet<string> = new Set(['change.id', 'change.tx', 'audit.id', 'audit.tx']);

/** All that a database holds, as text: its tables, their columns and indexes, their rows. */
export async function stateOf({ kind, read }: Database): Promise<string> {
  const schema = kind === 'sqlite' ? await sqliteSchema(read) : await postgresSchema(read);
  const tables: { [table: string]: readonly unknown[] } = {};
  for (const table of schema.tables) {
    const rows: { [column: string]: unknown }[] = await read(table).select('*');
    const cells = rows.map((row) =>
      JSON.stringify(
        Object.entries(row)
          .filter(([column]) => !moving.has(`${table}.${column}`))
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    );
    tables[table] = cells.sort();
  }
  return JSON.stringify({ schema: schema.definition, tables }, undefined, 1);
}

interface Schema {
  readonly tables: readonly string[];
  readonly definition: readonly unknown[];
}

async function sqliteSchema(read: Database['read']): Promise<Schema> {
  const found: { type: string; name: string; sql: string }[] = await read.raw(
    "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name",
  );
  return { tables: found.filter(({ type }) => type === 'table').map(({ name }) => name), definition: found };
}

async function postgresSchema(read: Database['read']): Promise<Schema> {
  const columns = await read.raw(
    `SELECT c.relname AS table, c.relkind AS kind, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1, 3`,
  );
  const indexes = await read.raw("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1");
  const rows: { table: string }[] = columns.rows;
  return { tables: [...new Set(rows.map(({ table }) => table))], definition: [rows, indexes.rows] };
}
