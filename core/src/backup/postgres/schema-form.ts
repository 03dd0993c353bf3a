import type { ColumnSchema, DatabaseSchema, Definition, SequenceSchema, TableSchema } from './schema.ts';

type Fields = { readonly [name: string]: unknown };

/** Whether a value that may come from anywhere has the form of a schema. What its texts say is another question: see `unsafeIn`. */
export function isDatabaseSchema(value: unknown): value is DatabaseSchema {
  return isObject(value) && isListOf(value.tables, isTable) && isListOf(value.sequences, isSequence);
}

function isTable(value: unknown): value is TableSchema {
  if (!isObject(value)) return false;
  const { name, columns, key, options, partitioned, partition, constraints, indexes } = value;
  const isPart = partition === undefined || (isObject(partition) && isText(partition.of) && isText(partition.bound));
  return (
    isText(name) &&
    isTextOrNothing(partitioned) &&
    isPart &&
    isListOf(columns, isColumn) &&
    isListOf(key, isText) &&
    isListOf(options, isText) &&
    isListOf(constraints, isDefinition) &&
    isListOf(indexes, isDefinition)
  );
}

function isColumn(value: unknown): value is ColumnSchema {
  if (!isObject(value)) return false;
  const { name, type, notNull, identity, default: given, generated } = value;
  const isIdentity = identity === undefined || identity === 'ALWAYS' || identity === 'BY DEFAULT';
  return isText(name) && isText(type) && typeof notNull === 'boolean' && isIdentity && [given, generated].every(isTextOrNothing);
}

function isDefinition(value: unknown): value is Definition {
  return isObject(value) && isText(value.name) && isText(value.sql);
}

function isSequence(value: unknown): value is SequenceSchema {
  if (!isObject(value)) return false;
  const { name, last, isCalled, owner, isIdentity } = value;
  const isOwned = owner === undefined || (isObject(owner) && isText(owner.table) && isText(owner.column));
  return isText(name) && isText(last) && typeof isCalled === 'boolean' && typeof isIdentity === 'boolean' && isOwned;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isItem);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNothing = (value: unknown) => value === undefined || isText(value);
