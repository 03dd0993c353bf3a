import { isPlainSql } from './plain-sql.ts';

export interface ColumnSchema {
  readonly name: string;
  /** As PostgreSQL writes it, with its collation. */
  readonly type: string;
  readonly notNull: boolean;
  /** The number is given by a sequence of the column's own: always, or where none is given. */
  readonly identity?: 'ALWAYS' | 'BY DEFAULT';
  readonly default?: string;
  /** Computed from other columns. */
  readonly generated?: string;
}

/** A constraint or an index. */
export interface Definition {
  readonly name: string;
  readonly sql: string;
}

export interface TableSchema {
  readonly name: string;
  readonly columns: readonly ColumnSchema[];
  /** Columns of the primary key. */
  readonly key: readonly string[];
  readonly options: readonly string[];
  /** By what it is cut into partitions, which hold its rows. */
  readonly partitioned?: string;
  readonly partition?: { readonly of: string; readonly bound: string };
  readonly constraints: readonly Definition[];
  readonly indexes: readonly Definition[];
}

/** Where the numbers of a sequence stand. */
export interface SequenceSchema {
  readonly name: string;
  readonly last: string;
  readonly isCalled: boolean;
  /** The column with which it goes. */
  readonly owner?: { readonly table: string; readonly column: string };
  /** Of an identity column, which makes its sequence itself. */
  readonly isIdentity: boolean;
}

/** Everything but rows; tables that are cut stand before their partitions. */
export interface DatabaseSchema {
  readonly tables: readonly TableSchema[];
  readonly sequences: readonly SequenceSchema[];
}

/** The first thing in a schema, which may come from anywhere, that does more than describe tables; nothing when there is none. */
export function unsafeIn({ tables, sequences }: DatabaseSchema): string | undefined {
  return tables.map(unsafeInTable).find((found) => found !== undefined) ?? sequences.find((sequence) => !isSafeSequence(sequence))?.name;
}

function unsafeInTable(table: TableSchema): string | undefined {
  const { name, columns, key, options, partitioned, partition, constraints, indexes } = table;
  const names = [name, ...key, ...columns.map((column) => column.name), ...[...constraints, ...indexes].map((each) => each.name)];
  if (partition) names.push(partition.of);
  const bounds = partition ? [partition.bound] : [];
  const keys = partitioned === undefined ? [] : [partitioned];
  const texts = columns.flatMap((column) => [column.type, column.default, column.generated]).filter((text) => text !== undefined);
  texts.push(...keys, ...bounds, ...constraints.map(({ sql }) => sql), ...indexes.map(({ sql }) => sql));
  return (
    names.find((each) => !isName(each)) ??
    options.find((option) => !/^[a-z_.]+=[a-z0-9_.]+$/.test(option)) ??
    indexes.find(({ sql }) => !/^CREATE (UNIQUE )?INDEX /.test(sql))?.sql ??
    constraints.find(({ sql }) => !/^(PRIMARY KEY|UNIQUE|CHECK)\b/.test(sql))?.sql ??
    keys.find((text) => !/^(RANGE|LIST|HASH) \(/.test(text)) ??
    bounds.find((text) => !/^(DEFAULT$|FOR VALUES )/.test(text)) ??
    texts.find((text) => !isPlainSql(text))
  );
}

function isSafeSequence({ name, last, owner, isIdentity }: SequenceSchema): boolean {
  const isOwned = owner === undefined ? !isIdentity : isName(owner.table) && isName(owner.column);
  return isName(name) && /^\d{1,19}$/.test(last) && isOwned;
}

function isName(name: string): boolean {
  return /^[a-z_][a-z0-9_]{0,62}$/.test(name);
}
