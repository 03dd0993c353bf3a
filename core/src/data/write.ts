import { HaidangError, type WriteReport } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import { plainColumns, type StoredRow } from './cells.ts';
import type { DataContext } from './context.ts';
import type { Dialect } from './dialect/dialect.ts';
import type { Fault } from './faults.ts';
import { noteGrowth } from './growth.ts';
import { type IncomingRow, keyOf, type Line, type Refusal, readIncoming, refusal } from './incoming.ts';
import { keepRecords } from './keep.ts';
import { type Plan, planWrite } from './plan.ts';
import { outsideScope } from './row-scope.ts';
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
export async function writeRecords(
  context: DataContext,
  { dataset, rows, caller, sample = false, action = 'write' }: WriteRequest,
): Promise<WriteOutcome> {
  const table = tableFor(context, dataset);
  if (!caller.can(`${dataset}.write`)) throw new HaidangError('forbidden', { permission: `${dataset}.write` });
  const { incoming, refused } = readIncoming(table, context.database.dialect, rows);
  const work = { context, table, caller, sample, action };
  let plan: Plan;
  let kept = incoming;
  const outside: Refusal[] = [];
  for (;;) {
    try {
      plan = await write(work, kept);
      break;
    } catch (error) {
      if (!(error instanceof OutsideScope)) throw error;
      for (const { line, key } of kept) if (error.keys.has(key)) outside.push(refusal(line, [{ reason: 'outside-scope' }]));
      kept = kept.filter(({ key }) => !error.keys.has(key));
    }
  }
  const [added, changed] = [plan.added.length, plan.changed.length];
  if (added + changed > 0) context.changed(new Set([dataset]));
  await noteGrowth(context.database, added);
  const all = [...refused, ...plan.refused, ...outside].sort((a, b) => a.line - b.line);
  return { added, changed, same: kept.length - plan.refused.length - added - changed, refused: all };
}

interface Work {
  readonly context: DataContext;
  readonly table: Table;
  readonly caller: Caller;
  readonly sample: boolean;
  readonly action: string;
}

/** Records that the caller may not write: the write is taken back and made again without them. */
class OutsideScope extends Error {
  readonly keys: ReadonlySet<unknown>;
  constructor(keys: ReadonlySet<unknown>) {
    super('outside the rows of the caller');
    this.keys = keys;
  }
}

async function write({ context, table, caller, sample, action }: Work, incoming: readonly IncomingRow[]): Promise<Plan> {
  const { database, units, clock } = context;
  const { dialect } = database;
  const dataset = table.entry.name;
  const refuseOutside = async (connection: Knex, ids: readonly number[], keys: readonly unknown[]) => {
    if (!caller.rows?.(dataset)) return;
    const outside = await outsideScope(connection, context, { caller, dataset }, ids);
    if (outside.size > 0) throw new OutsideScope(new Set(keys.filter((_, index) => outside.has(ids[index] ?? 0))));
  };
  const planOn = async (connection: Knex, stored: ReadonlyMap<unknown, StoredRow>) => {
    const ids = [...stored.values()].map((row) => Number(row[system.id]));
    await refuseOutside(connection, ids, [...stored.keys()]);
    return planWrite({ table, dialect, units, incoming, stored, sample });
  };

  // The plan is made before the transaction, which then holds others up for no longer than the database needs.
  const seen = await readStored(database.read, dialect, table, incoming);
  const early = await planOn(database.read, seen);
  if (early.added.length + early.changed.length === 0) return early;
  return dialect.transaction(database.write, async (connection) => {
    const stored = await lockStored(connection, dialect, table, incoming);
    const isCurrent = hasStayed(seen, stored);
    const plan = isCurrent ? early : await planOn(connection, await readStored(connection, dialect, table, incoming));
    const { added, changed } = plan;
    const deed = { at: clock.now(), caller: caller.id, action, dataset };
    const ids = await keepRecords({ connection, dialect, table, added, changed, deed });
    await refuseOutside(
      connection,
      ids,
      [...added, ...changed].map(({ key }) => key),
    );
    return plan;
  });
}

/** The table of a dataset that is served. */
export function tableFor({ tables }: DataContext, dataset: string): Table {
  const table = tables.get(dataset);
  if (!table) throw new HaidangError('unknown-dataset', { dataset });
  return table;
}

const versionColumns = [system.id, system.revision, system.sample];

/** Records that the rows are about, by key. */
async function readStored(
  connection: Knex,
  dialect: Dialect,
  table: Table,
  incoming: readonly IncomingRow[],
): Promise<Map<unknown, StoredRow>> {
  return selectStored(connection, dialect, table, incoming, [...versionColumns, ...plainColumns(table)], false);
}

/** Their versions only; they stay so until the end of the transaction. */
async function lockStored(
  connection: Knex,
  dialect: Dialect,
  table: Table,
  incoming: readonly IncomingRow[],
): Promise<Map<unknown, StoredRow>> {
  return selectStored(connection, dialect, table, incoming, [...versionColumns, ...table.key], true);
}

async function selectStored(
  connection: Knex,
  dialect: Dialect,
  table: Table,
  incoming: readonly IncomingRow[],
  columns: readonly string[],
  lock: boolean,
): Promise<Map<unknown, StoredRow>> {
  const keys = [...new Map(incoming.map(({ key, keyCells }) => [key, keyCells])).values()];
  const key = table.key.map((name) => table.columns.find((column) => column.name === name)).filter((column) => column !== undefined);
  const found = await dialect.selectByKeys(connection, { table: table.name, columns, key, keys, lock });
  return new Map(found.map((stored) => [keyOf(table.key.map((name) => stored[name])), stored]));
}

/** Whether nobody has written to the records in between. */
function hasStayed(seen: ReadonlyMap<unknown, StoredRow>, stored: ReadonlyMap<unknown, StoredRow>): boolean {
  if (seen.size !== stored.size) return false;
  for (const [key, before] of seen) {
    const now = stored.get(key);
    if (now?.[system.id] !== before[system.id] || now?.[system.revision] !== before[system.revision]) return false;
  }
  return true;
}
