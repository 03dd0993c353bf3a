import type { ColumnSchema, DatabaseSchema, SequenceSchema, TableSchema } from './schema.ts';

/** Statements that make the tables, without what only costs while rows are loaded. */
export function startStatements({ tables, sequences }: DatabaseSchema): readonly string[] {
  const own = sequences.filter(({ isIdentity }) => !isIdentity).map(({ name }) => `CREATE SEQUENCE "${name}"`);
  return [...own, ...tables.map(createTable)];
}

/** Statements that make keys and indexes, and let numbers go on where they stood. */
export function finishStatements({ tables, sequences }: DatabaseSchema): readonly string[] {
  const constraints = tables.flatMap(({ name, constraints }) =>
    constraints.map((each) => `ALTER TABLE "${name}" ADD CONSTRAINT "${each.name}" ${each.sql}`),
  );
  const owned = sequences.filter(({ owner, isIdentity }) => owner && !isIdentity);
  return [
    ...constraints,
    ...tables.flatMap(({ indexes }) => indexes.map(({ sql }) => sql)),
    ...owned.map(({ name, owner }) => `ALTER SEQUENCE "${name}" OWNED BY "${owner?.table}"."${owner?.column}"`),
    ...sequences.map(setSequence),
  ];
}

function createTable({ name, columns, options, partitioned, partition }: TableSchema): string {
  const ending = options.length === 0 ? '' : ` WITH (${options.join(', ')})`;
  if (partition) return `CREATE TABLE "${name}" PARTITION OF "${partition.of}" ${partition.bound}${partitionBy(partitioned)}${ending}`;
  return `CREATE TABLE "${name}" (${columns.map(columnOf).join(', ')})${partitionBy(partitioned)}${ending}`;
}

function partitionBy(key: string | undefined): string {
  return key === undefined ? '' : ` PARTITION BY ${key}`;
}

function columnOf({ name, type, notNull, identity, default: given, generated }: ColumnSchema): string {
  const parts = [`"${name}"`, type];
  if (notNull) parts.push('NOT NULL');
  if (identity) parts.push(`GENERATED ${identity} AS IDENTITY`);
  if (given !== undefined) parts.push(`DEFAULT ${given}`);
  if (generated !== undefined) parts.push(`GENERATED ALWAYS AS (${generated}) STORED`);
  return parts.join(' ');
}

function setSequence({ name, last, isCalled, owner }: SequenceSchema): string {
  const sequence = owner ? `pg_get_serial_sequence('"${owner.table}"', '${owner.column}')` : `'"${name}"'`;
  return `SELECT setval(${sequence}, ${last}, ${isCalled})`;
}
