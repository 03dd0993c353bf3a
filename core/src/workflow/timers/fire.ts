import type { Knex } from 'knex';
import { systemCaller } from '../../access/caller.ts';
import type { DataContext } from '../../data/context.ts';
import type { Table } from '../../data/table.ts';
import { stepWithin } from '../step.ts';
import { tellOfClocks } from './clock-notices.ts';
import { holdRecords } from './held-records.ts';
import { type DueTimer, endTimers, forgetTimers } from './timer-table.ts';

interface Firing {
  readonly context: DataContext;
  readonly connection: Knex;
  /** Each of another record. */
  readonly timers: readonly DueTimer[];
}

/** What became of timers. */
interface Fired {
  /** Datasets that were written. */
  readonly written: readonly string[];
  /** Timers that wait: somebody else is at their records. */
  readonly waiting: readonly DueTimer[];
}

/** Does what timers are for, with the mark that it is done, in the transaction that holds them. */
export async function fire(firing: Firing): Promise<Fired> {
  const { context, timers } = firing;
  const fired: Fired[] = [];
  for (const dataset of new Set(timers.map((timer) => timer.dataset))) {
    const table = context.tables.get(dataset);
    if (table) fired.push(await fireOf(table, { ...firing, timers: timers.filter((timer) => timer.dataset === dataset) }));
  }
  return { written: fired.flatMap(({ written }) => written), waiting: fired.flatMap(({ waiting }) => waiting) };
}

async function fireOf(table: Table, firing: Firing): Promise<Fired> {
  const { context, connection, timers } = firing;
  const { dialect } = context.database;
  const records = timers.map(({ record }) => record);
  const { held, gone } = await holdRecords(connection, dialect, table, records);
  await forgetTimers(connection, table.entry.name, [...gone]);
  const own = timers.filter(({ record }) => held.has(record));
  await endTimers(connection, own, context.clock.now());
  const written: string[] = [];
  for (const timer of own) if (timer.kind === 'after') written.push(...(await takeStep(firing, timer)));
  const ofClocks = own.filter(({ kind }) => kind !== 'after');
  written.push(...(await tellOfClocks({ context, connection, table, timers: ofClocks, agencies: held })));
  return { written, waiting: timers.filter(({ record }) => !held.has(record) && !gone.has(record)) };
}

async function takeStep({ context, connection }: Firing, timer: DueTimer): Promise<readonly string[]> {
  const { dataset, record: id, name: transition, at } = timer;
  const { datasets } = await stepWithin(context, connection, { dataset, id, transition, given: {}, caller: systemCaller, at });
  return datasets;
}
