import { HaidangError, type Json } from '@haidang/sdk';
import type { Knex } from 'knex';
import { systemCaller } from '../../access/caller.ts';
import type { DataContext } from '../context.ts';
import type { Database } from '../database.ts';
import { hasHistory, pastName } from '../history/past.ts';
import { type Deed, writeJournal } from '../journal.ts';
import { type Ledger, readLedger, storeLedger } from '../ledger.ts';
import type { Table } from '../table.ts';
import { ReshapeFault } from './fault.ts';
import { followChanges } from './follow.ts';
import { refuseUncut, rekey } from './key.ts';
import { placesOf } from './place.ts';
import { type Plan, planChanges } from './plan.ts';
import { type Making, take } from './steps.ts';
import { declaredVersion } from './versions.ts';

/** What changes of datasets need of the centre. */
export interface Upgrading extends Pick<DataContext, 'registry' | 'units' | 'ioc' | 'clock'> {
  /** Keeps the data as they are, before anything is changed; the returned function removes the copy of what has not changed after all. */
  backup(cause: BackupCause): Promise<() => Promise<void>>;
}

/** The first dataset that changes, the version that it comes to, and how many change with it. */
export interface BackupCause {
  readonly dataset: string;
  readonly version: number;
  readonly datasets: number;
}

/** A table whose rows have not seen all changes that its dataset declares. */
interface Pending {
  readonly table: Table;
  readonly ledger: Ledger;
}

/** Makes the declared changes of all datasets in one transaction, after a backup. Gives, for each dataset that had some, why they could not be made: nothing of that dataset has changed then, and others have. `finish` makes what the dataset has besides; its words are faults too. */
export async function reshape(
  database: Database,
  tables: readonly Table[],
  upgrading: Upgrading | undefined,
  finish: (connection: Knex, table: Table) => Promise<readonly string[]>,
): Promise<ReadonlyMap<Table, readonly string[]>> {
  const { dialect, write } = database;
  const due = await pendingOf(write, tables);
  if (due.length === 0) return new Map();
  if (!upgrading) return new Map(due.map(({ table }) => [table, ['this program does not change data']]));
  let discard: (() => Promise<void>) | undefined;
  const outcome = new Map<Table, readonly string[]>();
  try {
    await upgrading.units.reload();
    await dialect.transaction(write, async (connection) => {
      await dialect.shape.hold(connection, await namesOf(connection, dialect, due));
      // Another process may have been quicker.
      const pending = await pendingOf(connection, tables);
      await discard?.();
      discard = await backUp(connection, dialect, pending, upgrading);
      outcome.clear();
      for (const each of pending) outcome.set(each.table, await attempt(connection, database, each, upgrading, finish));
    });
  } catch (error) {
    for (const { table } of due) outcome.set(table, faultsOf(error));
  }
  const hasFailed = [...outcome.values()].every((faults) => faults.length > 0);
  // Each start would leave another copy.
  if (discard && hasFailed && (await pendingOf(write, tables)).length === due.length) await discard();
  return outcome;
}

async function pendingOf(connection: Knex, tables: readonly Table[]): Promise<readonly Pending[]> {
  const pending: Pending[] = [];
  for (const table of tables) {
    const declared = declaredVersion(table.entry.dataset);
    const ledger = declared > 1 ? await readLedger(connection, table.entry.name) : undefined;
    if (ledger && (ledger.version ?? 1) < declared) pending.push({ table, ledger });
  }
  return pending;
}

async function namesOf(connection: Knex, dialect: Database['dialect'], pending: readonly Pending[]): Promise<readonly string[]> {
  const names = pending.flatMap(({ table }) => (hasHistory(table) ? [table.name, pastName(table)] : [table.name]));
  const found: string[] = [];
  for (const name of names) if ((await dialect.columnsOf(connection, name)).length > 0) found.push(name);
  return found;
}

async function backUp(
  connection: Knex,
  dialect: Database['dialect'],
  pending: readonly Pending[],
  { backup }: Upgrading,
): Promise<(() => Promise<void>) | undefined> {
  const filled: Table[] = [];
  for (const { table } of pending) {
    const isThere = (await dialect.columnsOf(connection, table.name)).length > 0;
    if (isThere && (await connection(table.name).first(connection.raw('1 AS found')))) filled.push(table);
  }
  const [first] = filled;
  if (!first) return undefined;
  const { name, dataset } = first.entry;
  return backup({ dataset: name, version: declaredVersion(dataset), datasets: filled.length });
}

/** One dataset; what goes wrong with it takes back what was done to it and nothing else. */
async function attempt(
  connection: Knex,
  database: Database,
  { table, ledger }: Pending,
  upgrading: Upgrading,
  finish: (connection: Knex, table: Table) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  try {
    await connection.transaction(async (own) => {
      await make(own, database, { table, ledger }, upgrading);
      const faults = await finish(own, table);
      if (faults.length > 0) throw new ReshapeFault(faults);
    });
    return [];
  } catch (error) {
    // Others were at the same tables: all is done again on what is there then.
    if (database.dialect.isRace(error) && !database.dialect.isOfRow(error)) throw error;
    return faultsOf(error);
  }
}

async function make(connection: Knex, database: Database, { table, ledger }: Pending, upgrading: Upgrading): Promise<void> {
  const { dialect } = database;
  const places = await placesOf(connection, dialect, table);
  const lost = ledger.columns.filter((name) => !places[0]?.columns.has(name));
  if (lost.length > 0) throw new ReshapeFault([`the database has lost the columns ${lost.join(', ')}`]);
  const plan = planChanges(table, ledger);
  if (plan.faults.length > 0) throw new ReshapeFault(plan.faults);
  if (plan.isKeyNew) await refuseUncut(connection, dialect, table, plan);
  const { registry, units, ioc, clock } = upgrading;
  // Conditions of changes ask rows as queries do.
  const context: DataContext = { database, registry, units, ioc, clock, tables: new Map(), changed: () => {} };
  // Names of indexes follow from columns that are about to be called otherwise.
  for (const index of ledger.indexes ?? []) await connection.raw('DROP INDEX IF EXISTS ??', [index]);
  const making: Making = { connection, context, places, at: clock.now() };
  for (const version of plan.versions) await makeVersion(version, making, table);
  if (plan.isKeyNew) await rekey(connection, dialect, table);
  await followChanges(connection, dialect, table, ledger, plan);
  await storeLedger(connection, table.entry.name, plan.ledger);
}

async function makeVersion({ version, changes, steps }: Plan['versions'][number], making: Making, table: Table): Promise<void> {
  let records = 0;
  for (const step of steps) records += await take(step, making);
  const dataset = table.entry.name;
  const deed: Deed = { at: making.at, caller: systemCaller.id, action: `change:v${version}`, dataset };
  await writeJournal(making.connection, making.context.database.dialect, deed, [
    {
      id: 0,
      name: `v${version}`,
      kind: 'changed',
      fields: { version: [version - 1, version], changes: [null, changes as unknown as Json], records: [null, records] },
    },
  ]);
}

function faultsOf(error: unknown): readonly string[] {
  if (error instanceof ReshapeFault) return error.faults;
  if (error instanceof HaidangError) {
    const { reason, ...details } = error.details;
    const words = typeof reason === 'object' && reason !== null && 'en' in reason ? reason.en : reason;
    return [[words ?? error.code, JSON.stringify(details)].join(' ')];
  }
  // Knex puts the statement before the driver's words.
  const text = error instanceof Error ? error.message : String(error);
  return [text.slice(text.lastIndexOf(' - ') + 1).replace(/^- /, '')];
}
