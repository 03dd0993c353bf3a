import type { Knex } from 'knex';
import type { DataContext } from '../../data/context.ts';
import type { Table } from '../../data/table.ts';
import { readCalendars } from '../../time/calendars.ts';
import { nextAtWork } from '../../time/working-minutes.ts';
import { readLegs, writeLegs } from '../clocks/clock-table.ts';
import { clocksOf } from '../clocks/clocks-of.ts';
import { isPlain, type Leg } from '../clocks/leg.ts';
import { keepNotices, type Notice } from './notices.ts';
import type { DueTimer } from './timer-table.ts';

interface Telling {
  readonly context: DataContext;
  readonly connection: Knex;
  readonly table: Table;
  /** Of deadlines and escalations, with their records held. */
  readonly timers: readonly DueTimer[];
  /** Agencies that answer for the records, by number. */
  readonly agencies: ReadonlyMap<number, string | undefined>;
}

/** A timer with the run of the clock that it is about. */
interface Due {
  readonly timer: DueTimer;
  readonly leg: Leg;
}

/** Notes that deadlines have passed, and tells people in the roles of escalations. Gives the datasets that were written. */
export async function tellOfClocks(telling: Telling): Promise<readonly string[]> {
  const { context, connection, table, timers } = telling;
  if (timers.length === 0) return [];
  const { dialect } = context.database;
  const records = timers.map(({ record }) => record);
  const legs = new Map<string, Leg>();
  for (const leg of await readLegs(connection, dialect, table.entry.name, records)) legs.set(runOf(leg.record, leg.clock, leg.leg), leg);
  const due = timers.flatMap((timer): Due[] => {
    const leg = legs.get(runOf(timer.record, timer.name, timer.leg));
    return leg ? [{ timer, leg }] : [];
  });
  await writeLegs(
    connection,
    dialect,
    due.filter(isPassed).map(({ leg }) => ({ ...leg, overdueAt: leg.dueAt })),
  );
  return tell(
    telling,
    due.filter(({ timer }) => timer.kind === 'escalate'),
  );
}

function runOf(record: number, clock: string, leg: number): string {
  return `${record}/${clock}/${leg}`;
}

function isPassed({ timer, leg }: Due): boolean {
  return timer.kind === 'overdue' && leg.state === 'running' && leg.overdueAt === undefined && leg.dueAt <= timer.at;
}

/** Outside their hours people are told when they work again, unless the clock never rests. */
async function tell({ context, connection, table, agencies }: Telling, due: readonly Due[]): Promise<readonly string[]> {
  if (due.length === 0) return [];
  const now = context.clock.now();
  const calendars = await readCalendars(context, connection);
  const clocks = new Map(clocksOf(table.entry.dataset).map(({ name, clock }) => [name, clock]));
  const notices = due.flatMap(({ timer: { dataset, record, name, step, at }, leg }): Notice[] => {
    const escalation = clocks.get(name)?.escalate?.[step];
    if (!escalation) return [];
    const notice: Notice = {
      dataset,
      record,
      rule: name,
      occasion: `${leg.leg}/${step}`,
      roles: escalation.notify,
      agency: agencies.get(record),
      severity: at < leg.dueAt ? 'medium' : 'high',
      at,
      deliverAt: isPlain(leg) ? at : nextAtWork(calendars(leg.calendar), Math.max(at, now)),
      dueAt: leg.dueAt,
    };
    return [notice];
  });
  return keepNotices({ context, connection, at: now }, notices);
}
