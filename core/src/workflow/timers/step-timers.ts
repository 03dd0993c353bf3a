import { type Dataset, workflowsOf } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Table } from '../../data/table.ts';
import type { Calendars } from '../../time/calendars.ts';
import { deadlineOf } from '../../time/deadline.ts';
import { withinOf } from '../../time/span.ts';
import type { Hours } from '../clocks/hours.ts';
import { stepsOf } from '../find-step.ts';
import { type Moved, type Moves, movedAt } from '../moved.ts';
import { addTimers, type Timer, timersOf } from './timer-table.ts';

/** The steps that the system takes by itself, so long after a record has come to where it is. A record that is brought along counts from then: how long it was there before is not known. */
export function stepTimers(moves: Pick<Moves, 'table' | 'deed' | 'moved'>, { calendars, codeOf }: Hours): readonly Timer[] {
  const { table, moved } = moves;
  const { name: dataset, dataset: declared } = table.entry;
  const since = movedAt(moves);
  const timers: Timer[] = [];
  for (const { field, timed } of timedSteps(declared))
    for (const { id, row } of moved.filter((one) => hasMoved(one, field)))
      for (const { name, from, after } of timed) {
        if (!from.includes(String(row[field]))) continue;
        const calendar = codeOf(row);
        const { at } = deadlineOf(calendars(calendar), withinOf(after), since);
        timers.push({ dataset, record: id, kind: 'after', name, leg: 0, step: 0, at, since, calendar });
      }
  return timers;
}

/** Sets these; those of the state that a record has left are off. */
export async function keepStepTimers(moves: Moves, hours: Hours): Promise<void> {
  const { context, connection, table, moved } = moves;
  const { name: dataset, dataset: declared } = table.entry;
  for (const { field, timed } of timedSteps(declared)) {
    const went = moved.filter((one) => hasMoved(one, field));
    const left = went.filter(({ before }) => timed.some(({ from }) => from.includes(String(before?.[field])))).map(({ id }) => id);
    const names = timed.map(({ name }) => name);
    if (left.length > 0) await timersOf(connection, dataset, left).where({ kind: 'after' }).whereIn('name', names).delete();
  }
  await addTimers(connection, context.database.dialect, stepTimers(moves, hours));
}

/** Of each workflow the steps that come by themselves. */
function timedSteps(dataset: Dataset) {
  return workflowsOf(dataset).map(({ field, transitions }) => ({
    field,
    timed: Object.entries(transitions).flatMap(([name, { from, after }]) => (after === undefined ? [] : [{ name, from, after }])),
  }));
}

function hasMoved({ row, before }: Moved, field: string): boolean {
  return row[field] !== before?.[field];
}

interface Following {
  readonly table: Table;
  readonly records: readonly number[];
  readonly calendars: Calendars;
  readonly at: number;
}

/** Puts off steps that are to come, where the calendar has fewer working days now. */
export async function followStepTimers(connection: Knex, { table, records, calendars, at }: Following): Promise<void> {
  const { name: dataset, dataset: declared } = table.entry;
  const afters = new Map(stepsOf(declared).flatMap(({ name, transition: { after } }) => (after === undefined ? [] : [[name, after]])));
  if (afters.size === 0) return;
  const coming = await timersOf(connection, dataset, records).where({ kind: 'after' }).whereNull('done_at').where('at', '>', at);
  for (const timer of coming) {
    const after = afters.get(timer.name);
    if (after === undefined) continue;
    const later = deadlineOf(calendars(timer.calendar), withinOf(after), Number(timer.since)).at;
    if (later > Number(timer.at)) await timersOf(connection, dataset, [timer.record]).where({ id: timer.id }).update({ at: later });
  }
}
