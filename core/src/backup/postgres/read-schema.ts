import type { Knex } from 'knex';
import { run } from '../../data/dialect/statement.ts';
import type { ColumnSchema, DatabaseSchema, SequenceSchema, TableSchema } from './schema.ts';

// Tables of the schema that we work in, but for those that an extension brought.
const ours = `c.relnamespace = current_schema()::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_depend AS e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')`;

const tables = `SELECT c.relname AS name, c.reloptions AS options, pg_get_partkeydef(c.oid) AS partitioned,
    p.relname AS parent, pg_get_expr(c.relpartbound, c.oid) AS bound
  FROM pg_class AS c LEFT JOIN pg_inherits AS i ON i.inhrelid = c.oid LEFT JOIN pg_class AS p ON p.oid = i.inhparent
  WHERE ${ours} AND c.relkind IN ('r', 'p') ORDER BY c.relname`;

const columns = `SELECT c.relname AS table, a.attname AS name, a.attnotnull AS required, a.attidentity AS identity, a.attgenerated AS generated,
    format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE "' || l.collname || '"' ELSE '' END AS type,
    pg_get_expr(d.adbin, d.adrelid) AS default
  FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type AS t ON t.oid = a.atttypid
  LEFT JOIN pg_collation AS l ON l.oid = a.attcollation LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE ${ours} AND c.relkind IN ('r', 'p') ORDER BY c.relname, a.attnum`;

const constraints = `SELECT c.relname AS table, n.conname AS name, pg_get_constraintdef(n.oid) AS sql
  FROM pg_class AS c JOIN pg_constraint AS n ON n.conrelid = c.oid
  WHERE ${ours} AND n.contype IN ('p', 'u', 'c') AND n.conparentid = 0 AND n.conislocal ORDER BY c.relname, n.conname`;

// Those of partitions follow from those of the whole.
const indexes = `SELECT c.relname AS table, i.relname AS name, pg_get_indexdef(i.oid) AS sql
  FROM pg_class AS c JOIN pg_index AS x ON x.indrelid = c.oid JOIN pg_class AS i ON i.oid = x.indexrelid
  WHERE ${ours} AND c.relkind IN ('r', 'p') AND NOT i.relispartition
    AND NOT EXISTS (SELECT 1 FROM pg_constraint AS n WHERE n.conindid = i.oid AND n.contype IN ('p', 'u')) ORDER BY c.relname, i.relname`;

const keys = `SELECT c.relname AS table, a.attname AS name
  FROM pg_class AS c JOIN pg_index AS x ON x.indrelid = c.oid AND x.indisprimary
  CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k(number, place) JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.number
  WHERE ${ours} ORDER BY c.relname, k.place`;

const sequences = `SELECT c.relname AS name, t.relname AS table, a.attname AS column, d.deptype = 'i' AS identity
  FROM pg_class AS c
  LEFT JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('i', 'a') AND d.refclassid = 'pg_class'::regclass
  LEFT JOIN pg_class AS t ON t.oid = d.refobjid LEFT JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE ${ours} AND c.relkind = 'S' ORDER BY c.relname`;

type Row = Readonly<Record<string, unknown>>;

/** Describes all tables of ours as the database itself knows them. */
export async function readSchema(connection: Knex): Promise<DatabaseSchema> {
  const byTable = async (sql: string) => {
    const groups = new Map<string, Row[]>();
    for (const row of await run(connection, sql, [])) groups.set(String(row.table), [...(groups.get(String(row.table)) ?? []), row]);
    return groups;
  };
  const [ofColumns, ofConstraints, ofIndexes, ofKeys] = [
    await byTable(columns),
    await byTable(constraints),
    await byTable(indexes),
    await byTable(keys),
  ];
  const found = (await run(connection, tables, [])).map((row): TableSchema => {
    const name = String(row.name);
    return {
      name,
      columns: (ofColumns.get(name) ?? []).map(columnOf),
      key: (ofKeys.get(name) ?? []).map((key) => String(key.name)),
      options: Array.isArray(row.options) ? row.options.map(String) : [],
      ...(row.partitioned !== null && { partitioned: String(row.partitioned) }),
      ...(row.parent !== null && { partition: { of: String(row.parent), bound: String(row.bound) } }),
      constraints: (ofConstraints.get(name) ?? []).map(definitionOf),
      indexes: (ofIndexes.get(name) ?? []).map(definitionOf),
    };
  });
  return { tables: parentsFirst(found), sequences: await readSequences(connection) };
}

function columnOf({ name, type, required, identity, generated, default: given }: Row): ColumnSchema {
  return {
    name: String(name),
    type: String(type),
    notNull: required === true,
    ...(identity !== '' && { identity: identity === 'a' ? 'ALWAYS' : 'BY DEFAULT' }),
    ...(given !== null && { [generated === '' ? 'default' : 'generated']: String(given) }),
  };
}

/** A constraint or an index; an index of what is cut into partitions is one of all of them. */
function definitionOf({ name, sql }: Row): { readonly name: string; readonly sql: string } {
  return { name: String(name), sql: String(sql).replace(/ ON (ONLY )?([a-z_][a-z0-9_]*\.)?/, ' ON ') };
}

async function readSequences(connection: Knex): Promise<readonly SequenceSchema[]> {
  const found: SequenceSchema[] = [];
  for (const { name, table, column, identity } of await run(connection, sequences, [])) {
    // Sequences know no snapshot: asked within it, they stand at or after all numbers that it sees.
    const { rows }: { rows: { last: string; called: boolean }[] } = await connection.raw(
      'SELECT last_value::text AS last, is_called AS called FROM ??',
      [String(name)],
    );
    const [state] = rows;
    if (!state) continue;
    const owner = table === null ? undefined : { table: String(table), column: String(column) };
    found.push({ name: String(name), last: state.last, isCalled: state.called, ...(owner && { owner }), isIdentity: identity === true });
  }
  return found;
}

function parentsFirst(found: readonly TableSchema[]): readonly TableSchema[] {
  const depths = new Map(found.map((table) => [table.name, table.partition?.of]));
  const depthOf = (name: string | undefined): number => (name === undefined ? 0 : 1 + depthOf(depths.get(name)));
  return [...found].sort((a, b) => depthOf(a.name) - depthOf(b.name));
}
