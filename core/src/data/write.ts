import { HaidangError, type WriteReport } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import type { Receipt } from '../receipts/receipt.ts';
import { guardOf, refuseOutsider } from '../records/guard.ts';
import { isCalendar } from '../time/working-time.ts';
import { beginningsOf } from '../workflow/beginnings.ts';
import { isOfRecordsAlone } from '../workflow/clocks/limits.ts';
import type { StoredRow } from './cells.ts';
import type { DataContext } from './context.ts';
import type { Fault } from './faults.ts';
import { noteGrowth } from './growth.ts';
import { hasHistory } from './history/past.ts';
import { type IncomingRow, type Line, type Refusal, readIncoming, refusal } from './incoming.ts';
import { keepAdded, keepRecords } from './keep.ts';
import { OnceBatch } from './once-batch.ts';
import { type Plan, planWrite } from './plan.ts';
import { isScoped } from './query/authorise.ts';
import { outsideScope } from './row-scope.ts';
import { byKey, hasStayed, lockStored, readStored, wholeColumns } from './stored.ts';
import { system, type Table } from './table.ts';

/** A row that was not kept: its line, what is wrong first, and what else. */
export interface RefusedRow extends Omit<Fault, 'reason'> {
  readonly line: number;
  readonly reason: string;
  readonly also?: readonly Fault[];
}

/** What became of the rows of one write; each is added, changed, the same, or refused. Of several rows with one key the last decides about the record and the others count as the same, so that `added` and `changed` count records. */
export interface WriteOutcome extends WriteReport {
  readonly refused: readonly RefusedRow[];
}

export interface WriteRequest {
  readonly dataset: string;
  readonly rows: Iterable<Line>;
  readonly caller: Caller;
  /** Illustrative rows. A real record never becomes illustrative; an illustrative one becomes real when it is written as real. */
  readonly sample?: boolean;
  /** By what means, for the audit log: "write", "import". */
  readonly action?: string;
  readonly once?: Once;
}

/** The one way to write rows: validated, merged by key with what is there (fields that are given are set, `null` clears, absent ones stay), and kept together with their change and audit rows in one transaction. A refused row never stops the others. */
export async function writeRecords(context: DataContext, { rows, ...request }: WriteRequest): Promise<WriteOutcome> {
  return new Writer(context, request).write(rows);
}

/** Writes batch after batch, each in one transaction, with the same outcome as if each waited for the one before; but while one is being kept the next is checked already. After a failure nothing more is written. */
export class Writer {
  readonly #work: Work;
  #before: Before | undefined;

  constructor(context: DataContext, { dataset, caller, sample = false, action = 'write', once }: Omit<WriteRequest, 'rows'>) {
    const table = tableFor(context, dataset);
    if (!caller.can(`${dataset}.write`)) throw new HaidangError('forbidden', { permission: `${dataset}.write` });
    refuseOutsider(dataset, caller, 'write');
    this.#work = { context, table, caller, sample, action, ...(once && { once }) };
  }

  /** With a receipt: once, whoever asks again gets the first outcome. */
  async write(rows: Iterable<Line>, receipt?: Receipt<WriteOutcome>): Promise<WriteOutcome> {
    const { context, table } = this.#work;
    const { dialect } = context.database;
    const { incoming, refused } = readIncoming(table, dialect, rows);
    const outcomeOf = ({ added, changed, refused: more }: Plan): WriteOutcome => {
      const same = incoming.length - more.length - added.length - changed.length;
      return { added: added.length, changed: changed.length, same, refused: [...refused, ...more].sort((a, b) => a.line - b.line) };
    };
    const once = receipt && new OnceBatch({ dialect, receipt, lines: incoming.map(({ line }) => line), outcomeOf });
    const before = this.#before;
    const keeping = keepIncoming({ ...this.#work, ...(before && { before }), ...(once && { once }) }, incoming);
    this.#before = { keys: new Set(incoming.map(({ key }) => key)), done: keeping, earlier: before?.done };
    const kept = await keeping;
    return once?.first ?? outcomeOf(kept);
  }
}

/** What became of rows that could be read. */
export interface Kept extends Plan {
  /** The new records, by key, when all that was kept is new and was wanted back. */
  readonly stored?: ReadonlyMap<unknown, StoredRow>;
}

/** Keeps rows that were read; whether the caller may write at all was asked before. */
export async function keepIncoming(work: Work, incoming: readonly IncomingRow[]): Promise<Kept> {
  const { context, table } = work;
  const outside: Refusal[] = [];
  for (let left = incoming; ; ) {
    try {
      const kept = await write(work, left, outside);
      if (kept.added.length + kept.changed.length > 0) context.changed(new Set([table.entry.name]));
      await noteGrowth(context.database, kept.added.length);
      return kept;
    } catch (error) {
      if (!(error instanceof OutsideScope)) throw error;
      for (const { line, key } of left) if (error.keys.has(key)) outside.push(refusal(line, [{ reason: 'outside-scope' }]));
      left = left.filter(({ key }) => !error.keys.has(key));
    }
  }
}

/** A batch that is kept first, and the records that it is about. */
interface Before {
  readonly keys: ReadonlySet<unknown>;
  readonly done: Promise<unknown>;
  /** When the one before it was kept. */
  readonly earlier: Promise<unknown> | undefined;
}

/** Who writes to which table, by what means. */
interface Work {
  readonly context: DataContext;
  readonly table: Table;
  readonly caller: Caller;
  readonly sample: boolean;
  readonly action: string;
  readonly before?: Before;
  /** Whether the records are wanted back as they then stand. */
  readonly isShown?: boolean;
  /** Whether the records are likely to be new: then they are looked up only when they cannot be added. */
  readonly areLikelyNew?: boolean;
  readonly once?: Once;
}

/** What keeps rows from being written a second time, within the transaction that writes them. */
export interface Once {
  /** Lines that were written before. */
  claim(connection: Knex): Promise<ReadonlySet<number>>;
  /** Takes note of what became of all lines but those. */
  keep(connection: Knex, kept: Kept): Promise<void>;
}

/** Records that the caller may not write: the write is taken back and made again without them. */
class OutsideScope extends Error {
  readonly keys: ReadonlySet<unknown>;
  constructor(keys: ReadonlySet<unknown>) {
    super('outside the rows of the caller');
    this.keys = keys;
  }
}

const none: ReadonlyMap<unknown, StoredRow> = new Map();

async function write(
  { context, table, caller, sample, action, before, isShown = false, areLikelyNew = false, once }: Work,
  incoming: readonly IncomingRow[],
  outside: readonly Refusal[],
): Promise<Kept> {
  const { database, units, clock } = context;
  const { dialect } = database;
  const dataset = table.entry.name;
  const isLimited = isScoped(table.entry, caller);
  const refuseOutside = async (connection: Knex, stored: ReadonlyMap<unknown, StoredRow>) => {
    if (!isLimited) return;
    const ids = new Map([...stored].map(([key, row]) => [key, Number(row[system.id])]));
    const outside = await outsideScope(connection, context, { caller, dataset }, [...ids.values()]);
    if (outside.size > 0) throw new OutsideScope(new Set([...ids.keys()].filter((key) => outside.has(ids.get(key) ?? 0))));
  };
  const guard = guardOf(context, dataset, caller);
  const planOn = async (connection: Knex, rows: readonly IncomingRow[], stored: ReadonlyMap<unknown, StoredRow>): Promise<Plan> => {
    await refuseOutside(connection, stored);
    const plan = await planWrite({ table, dialect, units, incoming: rows, stored, sample, caller, guard });
    return { ...plan, refused: [...plan.refused, ...outside] };
  };

  // What the batch before leaves matters to this one, or may matter.
  const isFollowing = before !== undefined && (isLimited || incoming.some(({ key }) => before.keys.has(key)));
  await (isFollowing ? before.done : before?.earlier);
  const isPlain = !isCalendar(table) && !hasHistory(table);
  // Who asks again gets the first answer, also when the records are no longer within his rows.
  const isLate = once !== undefined && isLimited;
  // The plan is made before the transaction, which then holds others up for no longer than the database needs.
  const planEarly = async (seen: ReadonlyMap<unknown, StoredRow>) =>
    isLate ? { added: [], changed: [], refused: [] } : await planOn(database.read, incoming, seen);
  const look = () => readStored(database.read, dialect, table, incoming);
  let seen: ReadonlyMap<unknown, StoredRow> = areLikelyNew && isPlain && !isLimited ? none : await look();
  let early: Plan = await planEarly(seen);
  if (seen === none && early.refused.length > 0) {
    // What is not enough for a new record can be a change of one that is there.
    seen = await look();
    early = await planEarly(seen);
  }
  const deed = { at: clock.now(), caller: caller.id, action, dataset };
  const isFree = early.added.length > 0 && isPlain;
  const beginnings =
    isFree && isOfRecordsAlone(context, table)
      ? await beginningsOf({ context, connection: database.read, table, deed, added: early.added, isAhead: true })
      : undefined;
  await before?.done;
  if (!once && early.added.length + early.changed.length === 0) return early;
  // Records that nobody has yet need no lock. Whether the caller may have them is only seen when they are there.
  let isQuick = isFree && seen.size === 0 && !isLimited;
  const add = async (connection: Knex): Promise<Kept> => {
    // Should somebody else be quicker with one of them, all are looked at again.
    isQuick = false;
    const returning = isShown ? wholeColumns(table) : [];
    const rows = await keepAdded({ context, connection, table, added: early.added, deed, returning, beginnings });
    return isShown ? { ...early, stored: byKey(table, rows) } : early;
  };
  const lay = async (connection: Knex, rows: readonly IncomingRow[]): Promise<Kept> => {
    const stored = await lockStored(connection, dialect, table, rows);
    const isCurrent = !isLate && rows === incoming && hasStayed(seen, stored);
    const plan = isCurrent ? early : await planOn(connection, rows, await readStored(connection, dialect, table, rows));
    const kept = { added: plan.added, changed: plan.changed, ...(isCurrent && { beginnings }) };
    await keepRecords({ context, connection, table, deed, ...kept });
    if (isLimited) await refuseOutside(connection, await lockStored(connection, dialect, table, rows));
    return plan;
  };
  const keep = async (connection: Knex): Promise<Kept> => {
    const done = await once?.claim(connection);
    const rows = done?.size ? incoming.filter(({ line }) => !done.has(line)) : incoming;
    const kept = isQuick && rows === incoming ? await add(connection) : await lay(connection, rows);
    await once?.keep(connection, kept);
    return kept;
  };
  try {
    if (isQuick) return await (once ? dialect.transaction(database.write, keep) : add(database.write));
  } catch (error) {
    if (!dialect.isRace(error)) throw error;
  }
  return dialect.transaction(database.write, keep);
}

/** The table of a dataset that is served. */
export function tableFor({ tables }: DataContext, dataset: string): Table {
  const table = tables.get(dataset);
  if (!table) throw new HaidangError('unknown-dataset', { dataset });
  return table;
}
