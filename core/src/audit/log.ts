import type { Knex } from 'knex';
import { auditColumns } from '../data/core-tables.ts';
import type { Database } from '../data/database.ts';
import type { LogPlace } from '../data/dialect/change-log.ts';
import type { Cells, Sql } from '../data/dialect/dialect.ts';
import { run } from '../data/dialect/statement.ts';
import { beginning as logBeginning, placeOf } from '../data/feed/in-order.ts';
import type { Column } from '../data/table.ts';
import { type AuditRow, type Block, beginning, type Head, type Mark } from './chain.ts';
import { sealColumns } from './tables.ts';

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
const waitingColumns: readonly Column[] = [...columns, { name: 'seal_tx', store: 'text' }, { name: 'waiting', store: 'integer' }];
// What may be long; the rest is a few digits.
const bytes = auditColumns
  .filter(({ store }) => store === 'text' || store === 'json')
  .map(({ name }) => `coalesce(octet_length(CAST(${name} AS text)), 0)`)
  .join(' + ');

/** Bytes of rows that are read together: a driver brings half a gigabyte in one text, and JSON makes up to six characters of a byte. */
const bytesTogether = 32 * 2 ** 20;
/** Bytes of a row that is looked at more closely, since thousands of those below it can be read together. */
const long = 8_192;

const end = 'audit_seal ORDER BY seq DESC LIMIT 1';

/** Up to where the log is sealed. */
export async function readSealed(connection: Knex): Promise<Sealed> {
  const [row] = await run(connection, `SELECT seq, hash, last_tx, last_id FROM ${end}`, []);
  if (!row) return { ...beginning, place: logBeginning };
  return { seq: Number(row.seq), hash: String(row.hash), place: placeOf(row.last_tx, row.last_id) };
}

/** Adds blocks to the chain, all or none; says whether their head was still its end. */
export async function addBlocks({ write, dialect }: Database, head: Head, blocks: readonly Cells[]): Promise<boolean> {
  const names = sealColumns.map(({ name }) => name).join(', ');
  const rows = dialect.rows(sealColumns, blocks);
  const isEnd = `coalesce((SELECT hash FROM ${end}), '${beginning.hash}') = ?`;
  const sql = `INSERT INTO audit_seal (${names}) SELECT ${names} FROM ${rows.sql} AS v WHERE ${isEnd} RETURNING seq`;
  try {
    const added = await run(write, sql, [...rows.values, head.hash]);
    return added.length > 0;
  } catch (error) {
    // Somebody else was a little quicker.
    if (dialect.isRace(error)) return false;
    throw error;
  }
}

/** Where the last row of the log stands, and when it was written, ms. */
export async function readLast({ read, dialect }: Database): Promise<{ readonly place: LogPlace; readonly at: number } | undefined> {
  const { order, transaction } = dialect.changes;
  const [row] = await run(
    read,
    `SELECT id, at, ${transaction} AS tx FROM audit ORDER BY ${order.map((name) => `${name} DESC`).join(', ')} LIMIT 1`,
    [],
  );
  return row && { place: placeOf(row.tx, row.id), at: Number(row.at) };
}

/** The first rows after a place before which nothing can come any more, in order, each with its transaction. `hasMore`: not all that wait are here. */
export async function readUnsealed(
  { read, dialect }: Database,
  place: LogPlace,
  most: number,
): Promise<{ readonly rows: readonly Waiting[]; readonly hasMore: boolean }> {
  const { after, order, transaction } = dialect.changes;
  const { sql, values } = after(place);
  const inOrder = order.join(', ');
  const first = `SELECT ${inOrder}, ${bytes} AS size FROM audit WHERE ${sql} ORDER BY ${inOrder} LIMIT ${most}`;
  const sized = `SELECT id AS sized_id, size, sum(size) OVER (ORDER BY ${inOrder}) AS upto, count(*) OVER () AS waiting FROM (${first}) AS first`;
  const others = order.filter((name) => name !== 'id').map((name) => `, ${name}`);
  const cells = `${list}, ${transaction} AS seal_tx, waiting${others.join('')}`;
  const fitting = `sized CROSS JOIN audit WHERE id = sized_id AND (upto <= ${bytesTogether} OR upto = size)`;
  const statement: Sql = { sql: `SELECT ${cells} FROM (${sized}) AS ${fitting}`, values };
  const [found = []] = await dialect.reader([{ name: 'unsealed', columns: waitingColumns, order: inOrder, statement }])(read);
  const rows = found.map((row) => ({ id: Number(row[0]), content: String(row[1]), transaction: String(row[2]) }));
  const waiting = Number(found[0]?.[3] ?? 0);
  return { rows, hasMore: rows.length < waiting || waiting === most };
}

/** Rows by their ids, in this order, a part at a time; without those that are not there. */
export async function* readRows(database: Database, ids: readonly number[]): AsyncGenerator<readonly AuditRow[]> {
  if (ids.length === 0) return;
  const { sql, values } = database.dialect.isOneOf({ sql: 'id', values: [] }, ids);
  const rows = await run(database.read, `SELECT id, ${bytes} AS size FROM audit WHERE ${sql} AND ${bytes} > ${long}`, values);
  const sizes = new Map(rows.map(({ id, size }) => [Number(id), Number(size)]));
  for (const part of parts(ids, (id) => sizes.get(id) ?? long)) {
    const found = await readContents(database, part);
    yield part.map((id) => found.get(id)).filter((row) => row !== undefined);
  }
}

async function readContents({ read, dialect }: Database, ids: readonly number[]): Promise<ReadonlyMap<number, AuditRow>> {
  const { sql, values } = dialect.isOneOf({ sql: 'id', values: [] }, ids);
  const statement: Sql = { sql: `SELECT ${list} FROM audit WHERE ${sql}`, values };
  const [rows = []] = await dialect.reader([{ name: 'found', columns, statement }])(read);
  return new Map(rows.map((cells) => [Number(cells[0]), { id: Number(cells[0]), content: String(cells[1]) }]));
}

/** Cuts a list of rows into parts that can be read together; each has at least one. */
function* parts(ids: readonly number[], sizeOf: (id: number) => number): Generator<readonly number[]> {
  let [part, size]: [number[], number] = [[], 0];
  for (const id of ids) {
    const own = sizeOf(id);
    if (part.length > 0 && size + own > bytesTogether) {
      yield part;
      [part, size] = [[], 0];
    }
    part.push(id);
    size += own;
  }
  yield part;
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

/** Ids of rows up to a place, in the order of their numbers: the first ones, or those after one. */
export async function readIds(
  { read, dialect }: Database,
  place: LogPlace,
  after: number | undefined,
  most: number,
): Promise<readonly number[]> {
  const { sql, values } = dialect.changes.upTo(place);
  const [from, bound] = after === undefined ? ['', []] : ['id > ? AND ', [after]];
  const rows = await run(read, `SELECT id FROM audit WHERE ${from}${sql} ORDER BY id LIMIT ${most}`, [...bound, ...values]);
  return rows.map((row) => Number(row.id));
}

/** Ids of rows after a place that say that they come of a transaction which has not begun: nothing seals them in their turn. */
export async function readAhead({ read, dialect }: Database, place: LogPlace, most: number): Promise<readonly number[]> {
  const { order, transaction, since, upTo } = dialect.changes;
  const { sql, values } = upTo(place);
  const last = order.map((name) => `${name} DESC`).join(', ');
  const rows = await run(read, `SELECT id, ${transaction} AS tx FROM audit WHERE NOT (${sql}) ORDER BY ${last} LIMIT ${most}`, values);
  // Asked afterwards: whatever was seen has begun before.
  const now = since(undefined);
  const [state] = await run(read, now.sql, now.values);
  const end = BigInt(String(state?.end_tx ?? 0));
  return rows.filter(({ tx }) => BigInt(String(tx)) > end).map(({ id }) => Number(id));
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
