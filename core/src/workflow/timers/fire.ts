import type { Knex } from 'knex';
import { systemCaller } from '../../access/caller.ts';
import { type StoredRow, toRow } from '../../data/cells.ts';
import type { DataContext } from '../../data/context.ts';
import { run } from '../../data/dialect/statement.ts';
import { identifier, sql } from '../../data/query/sql.ts';
import { system, type Table } from '../../data/table.ts';
import { readCalendars } from '../../time/calendars.ts';
import { nextAtWork } from '../../time/working-minutes.ts';
import { readLegs, writeLegs } from '../clocks/clock-table.ts';
import { clocksOf } from '../clocks/clocks-of.ts';
import { isPlain, type Leg } from '../clocks/leg.ts';
import { stepWithin } from '../step.ts';
import { keepNotices } from './notices.ts';
import { type DueTimer, endTimer, forgetTimers } from './timer-table.ts';

interface Firing {
  readonly context: DataContext;
  readonly connection: Knex;
  readonly timer: DueTimer;
}

/** Does what a timer is for, with the mark that it is done, in the transaction that holds the timer. Gives the datasets that were written, nothing when somebody else is at its record. */
export async function fire(firing: Firing): Promise<readonly string[] | undefined> {
  const { context, connection, timer } = firing;
  const table = context.tables.get(timer.dataset);
  if (!table) return undefined;
  const stored = await holdRecord(firing, table);
  if (!stored) {
    if (await connection(table.name).where(system.id, timer.record).first(system.id)) return undefined;
    await forgetTimers(connection, timer.dataset, [timer.record]);
    return [];
  }
  await endTimer(connection, timer.id, context.clock.now());
  if (timer.kind === 'after') return takeStep(firing);
  const legs = await readLegs(connection, context.database.dialect, timer.dataset, [timer.record]);
  const leg = legs.find((each) => each.clock === timer.name && each.leg === timer.leg);
  if (!leg) return [];
  return timer.kind === 'overdue' ? noteOverdue(firing, leg) : tell(firing, table, stored, leg);
}

/** Who moves a record holds it before its clocks and timers; who comes from a timer does not wait for that. */
async function holdRecord({ context, connection, timer }: Firing, table: Table): Promise<StoredRow | undefined> {
  const select = sql`SELECT t.* FROM ${identifier(table.name)} t WHERE ${identifier('t', system.id)} = ${timer.record}`;
  const [stored] = await run(connection, select.sql + context.database.dialect.skipLocked, select.values);
  return stored;
}

async function takeStep({ context, connection, timer }: Firing): Promise<readonly string[]> {
  const { dataset, record: id, name: transition, at } = timer;
  const { datasets } = await stepWithin(context, connection, { dataset, id, transition, given: {}, caller: systemCaller, at });
  return datasets;
}

async function noteOverdue({ context, connection, timer }: Firing, leg: Leg): Promise<readonly string[]> {
  if (leg.state === 'running' && leg.overdueAt === undefined && leg.dueAt <= timer.at)
    await writeLegs(connection, context.database.dialect, [{ ...leg, overdueAt: leg.dueAt }]);
  return [];
}

/** Tells people in the roles of an escalation; outside their hours when they work again, unless the clock never rests. */
async function tell({ context, connection, timer }: Firing, table: Table, stored: StoredRow, leg: Leg): Promise<readonly string[]> {
  const { dataset, record, name, step, at } = timer;
  const escalation = clocksOf(table.entry.dataset).find((each) => each.name === name)?.clock.escalate?.[step];
  if (!escalation) return [];
  const now = context.clock.now();
  const calendars = await readCalendars(context, connection);
  const { agency } = table.entry.dataset;
  const code = agency === undefined ? undefined : toRow(table, context.database.dialect, stored)[agency];
  const notice = {
    dataset,
    record,
    rule: name,
    occasion: `${leg.leg}/${step}`,
    roles: escalation.notify,
    agency: typeof code === 'string' ? code : undefined,
    severity: at < leg.dueAt ? ('medium' as const) : ('high' as const),
    at,
    deliverAt: isPlain(leg) ? at : nextAtWork(calendars(leg.calendar), Math.max(at, now)),
    dueAt: leg.dueAt,
  };
  return keepNotices({ context, connection, at: now }, [notice]);
}
