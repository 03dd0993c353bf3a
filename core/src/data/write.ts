import { HaidangError, type WriteReport } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import { guardOf, refuseOutsider } from '../records/guard.ts';
import { isCalendar } from '../time/working-time.ts';
import type { StoredRow } from './cells.ts';
import type { DataContext } from './context.ts';
import type { Fault } from './faults.ts';
import { noteGrowth } from './growth.ts';
import { hasHistory } from './history/past.ts';
import { type IncomingRow, type Line, type Refusal, readIncoming, refusal } from './incoming.ts';
import { keepAdded, keepRecords } from './keep.ts';
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
}

/** The one way to write rows: validated, merged by key with what is there (fields that are given are set, `null` clears, absent ones stay), and kept together with their change and audit rows in one transaction. A refused row never stops the others. */
export async function writeRecords(context: DataContext, { rows, ...request }: WriteRequest): Promise<WriteOutcome> {
  return new Writer(context, request).write(rows);
}

/** Writes batch after batch, each in one transaction, with the same outcome as if each waited for the one before; but while one is being kept the next is checked already. After a failure nothing more is written. */
export class Writer {
  readonly #work: Work;
  #before: Before | undefined;

  constructor(context: DataContext, { dataset, caller, sample = false, action = 'write' }: Omit<WriteRequest, 'rows'>) {
    const table = tableFor(context, dataset);
    if (!caller.can(`${dataset}.write`)) throw new HaidangError('forbidden', { permission: `${dataset}.write` });
    refuseOutsider(dataset, caller, 'write');
    this.#work = { context, table, caller, sample, action };
  }

  async write(rows: Iterable<Line>): Promise<WriteOutcome> {
    const { context, table } = this.#work;
    const { incoming, refused } = readIncoming(table, context.database.dialect, rows);
    const before = this.#before;
    const keeping = keepIncoming({ ...this.#work, ...(before && { before }) }, incoming);
    this.#before = { keys: new Set(incoming.map(({ key }) => key)), done: keeping, earlier: before?.done };
    const kept = await keeping;
    const [added, changed] = [kept.added.size, kept.changed.size];
    const all = [...refused, ...kept.refused].sort((a, b) => a.line - b.line);
    return { added, changed, same: incoming.length - kept.refused.length - added - changed, refused: all };
  }
}

/** What became of rows that could be read: keys of records that are new or not what they were, and rows that were not kept. */
export interface Kept {
  readonly added: ReadonlySet<unknown>;
  readonly changed: ReadonlySet<unknown>;
  readonly refused: readonly Refusal[];
  /** The new records, by key, when all that was kept is new and was wanted back. */
  readonly stored?: ReadonlyMap<unknown, StoredRow>;
}

/** Keeps rows that were read; whether the caller may write at all was asked before. */
export async function keepIncoming(work: Work, incoming: readonly IncomingRow[]): Promise<Kept> {
  const { context, table } = work;
  const outside: Refusal[] = [];
  for (let left = incoming; ; ) {
    try {
      const { added, changed, refused, stored } = await write(work, left);
      if (added.length + changed.length > 0) context.changed(new Set([table.entry.name]));
      await noteGrowth(context.database, added.length);
      return { added: keysOf(added), changed: keysOf(changed), refused: [...refused, ...outside], ...(stored && { stored }) };
    } catch (error) {
      if (!(error instanceof OutsideScope)) throw error;
      for (const { line, key } of left) if (error.keys.has(key)) outside.push(refusal(line, [{ reason: 'outside-scope' }]));
      left = left.filter(({ key }) => !error.keys.has(key));
    }
  }
}

function keysOf(rows: readonly { readonly key: unknown }[]): ReadonlySet<unknown> {
  return new Set(rows.map(({ key }) => key));
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
}

/** Records that the caller may not write: the write is taken back and made again without them. */
class OutsideScope extends Error {
  readonly keys: ReadonlySet<unknown>;
  constructor(keys: ReadonlySet<unknown>) {
    super('outside the rows of the caller');
    this.keys = keys;
  }
}

async function write(
  { context, table, caller, sample, action, before, isShown = false }: Work,
  incoming: readonly IncomingRow[],
): Promise<Plan & Pick<Kept, 'stored'>> {
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
  const planOn = async (connection: Knex, stored: ReadonlyMap<unknown, StoredRow>) => {
    await refuseOutside(connection, stored);
    return planWrite({ table, dialect, units, incoming, stored, sample, guard });
  };

  // What the batch before leaves matters to this one, or may matter.
  const isFollowing = before !== undefined && (isLimited || incoming.some(({ key }) => before.keys.has(key)));
  await (isFollowing ? before.done : before?.earlier);
  // The plan is made before the transaction, which then holds others up for no longer than the database needs.
  const seen = await readStored(database.read, dialect, table, incoming);
  const early = await planOn(database.read, seen);
  await before?.done;
  if (early.added.length + early.changed.length === 0) return early;
  const deed = () => ({ at: clock.now(), caller: caller.id, action, dataset });
  // Records that nobody has yet need no lock. Whether the caller may have them is only seen when they are there.
  if (seen.size === 0 && !isLimited && !isCalendar(table) && !hasHistory(table)) {
    try {
      const returning = isShown ? wholeColumns(table) : [];
      const rows = await keepAdded({ connection: database.write, dialect, table, added: early.added, deed: deed(), returning });
      return isShown ? { ...early, stored: byKey(table, rows) } : early;
    } catch (error) {
      // Somebody else was quicker with one of them.
      if (!dialect.isRace(error)) throw error;
    }
  }
  return dialect.transaction(database.write, async (connection) => {
    const stored = await lockStored(connection, dialect, table, incoming);
    const isCurrent = hasStayed(seen, stored);
    const plan = isCurrent ? early : await planOn(connection, await readStored(connection, dialect, table, incoming));
    await keepRecords({ connection, dialect, table, added: plan.added, changed: plan.changed, deed: deed() });
    if (isLimited) await refuseOutside(connection, await lockStored(connection, dialect, table, incoming));
    return plan;
  });
}

/** The table of a dataset that is served. */
export function tableFor({ tables }: DataContext, dataset: string): Table {
  const table = tables.get(dataset);
  if (!table) throw new HaidangError('unknown-dataset', { dataset });
  return table;
}
