import type { Knex } from 'knex';
import { auditColumns } from '../data/core-tables.ts';
import type { Database } from '../data/database.ts';
import type { LogPlace } from '../data/dialect/change-log.ts';
import type { Sql } from '../data/dialect/dialect.ts';
import { run } from '../data/dialect/statement.ts';
import { beginning as logBeginning, placeOf } from '../data/feed/in-order.ts';
import type { Column } from '../data/table.ts';
import { type AuditRow, type Block, beginning, type Head, type Mark } from './chain.ts';

/** The end of the chain, and up to where the log is sealed. */
export interface Sealed extends Head {
  readonly place: LogPlace;
}

/** A row that waits to be sealed. */
export interface Waiting extends AuditRow {
  readonly transaction: string;
}

// A text that a driver brings in one piece; each cell stands in it with its length, so that none can pass for another.
const content = auditColumns
  .map(({ name }) => `coalesce(length(CAST(${name} AS text)) || ':' || CAST(${name} AS text), '-')`)
  .join(" || ',' || ");
const list = `id, ${content} AS content`;
const columns: readonly Column[] = [
  { name: 'id', store: 'integer' },
  { name: 'content', store: 'text' },
];

/** Up to where the log is sealed. */
export async function readSealed(connection: Knex): Promise<Sealed> {
  const [row] = await run(connection, 'SELECT seq, hash, last_tx, last_id FROM audit_seal ORDER BY seq DESC LIMIT 1', []);
  if (!row) return { ...beginning, place: logBeginning };
  return { seq: Number(row.seq), hash: String(row.hash), place: placeOf(row.last_tx, row.last_id) };
}

/** Rows after a place before which nothing can come any more, in order, each with its transaction. */
export async function readUnsealed({ read, dialect }: Database, place: LogPlace, most: number): Promise<readonly Waiting[]> {
  const { after, order, transaction } = dialect.changes;
  const { sql, values } = after(place);
  const others = order.filter((name) => name !== 'id').map((name) => `, ${name}`);
  const statement: Sql = {
    sql: `SELECT ${list}, ${transaction} AS seal_tx${others.join('')} FROM audit WHERE ${sql} ORDER BY ${order.join(', ')} LIMIT ${most}`,
    values,
  };
  const selection = { name: 'unsealed', columns: [...columns, { name: 'seal_tx', store: 'text' } as const], statement };
  const [rows = []] = await dialect.reader([{ ...selection, order: order.join(', ') }])(read);
  return rows.map((cells) => ({ id: Number(cells[0]), content: String(cells[1]), transaction: String(cells[2]) }));
}

/** Rows by their ids. */
export async function readRows({ read, dialect }: Database, ids: readonly number[]): Promise<ReadonlyMap<number, AuditRow>> {
  if (ids.length === 0) return new Map();
  const { sql, values } = dialect.isOneOf({ sql: 'id', values: [] }, ids);
  const statement: Sql = { sql: `SELECT ${list} FROM audit WHERE ${sql}`, values };
  const [rows = []] = await dialect.reader([{ name: 'found', columns, statement }])(read);
  return new Map(rows.map((cells) => [Number(cells[0]), { id: Number(cells[0]), content: String(cells[1]) }]));
}

/** Blocks of the chain after a number, in order; without marks where somebody has made them unreadable. */
export async function readBlocks({ read }: Database, after: number, most: number): Promise<readonly Block[]> {
  const rows = await run(
    read,
    `SELECT seq, at, hash, CAST(marks AS text) AS marks FROM audit_seal WHERE seq > ? ORDER BY seq LIMIT ${most}`,
    [after],
  );
  return rows.map(({ seq, at, hash, marks }) => ({
    seq: Number(seq),
    at: Number(at),
    hash: String(hash),
    marks: marksOf(String(marks)),
  }));
}

/** How many rows are not sealed yet, and since when the oldest waits, ms. */
export async function countUnsealed(
  { read, dialect }: Database,
  place: LogPlace,
): Promise<{ readonly rows: number; readonly oldest?: number }> {
  const { sql, values } = dialect.changes.upTo(place);
  const [row] = await run(read, `SELECT count(*) AS rows, min(at) AS oldest FROM audit WHERE NOT (${sql})`, values);
  return { rows: Number(row?.rows ?? 0), ...(row?.oldest !== null && row?.oldest !== undefined && { oldest: Number(row.oldest) }) };
}

/** Ids of rows up to a place, in the order of their numbers. */
export async function readIds({ read, dialect }: Database, place: LogPlace, after: number, most: number): Promise<readonly number[]> {
  const { sql, values } = dialect.changes.upTo(place);
  const rows = await run(read, `SELECT id FROM audit WHERE id > ? AND ${sql} ORDER BY id LIMIT ${most}`, [after, ...values]);
  return rows.map((row) => Number(row.id));
}

function marksOf(text: string): readonly Mark[] {
  try {
    const marks: unknown = JSON.parse(text);
    return Array.isArray(marks) && marks.every(isMark) ? marks : [];
  } catch {
    return [];
  }
}

function isMark(value: unknown): value is Mark {
  return Array.isArray(value) && Number.isSafeInteger(value[0]) && typeof value[1] === 'string';
}
