import { type Dataset, workflowsOf } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { DataContext } from '../data/context.ts';
import type { Deed } from '../data/journal.ts';
import type { Added, Changed } from '../data/plan.ts';
import { system, type Table } from '../data/table.ts';
import { followClocks, forgetClocks } from './clocks/follow-clocks.ts';
import type { Moved } from './moved.ts';
import { forgetStates, noteStates } from './states.ts';
import { timedPart } from './timed-part.ts';

/** Records that one transaction has changed. */
interface Kept {
  readonly context: DataContext;
  readonly connection: Knex;
  readonly table: Table;
  readonly deed: Deed;
  readonly changed: readonly Pick<Changed, 'id' | 'cells' | 'fields' | 'isSample' | 'stored'>[];
}

/** Whether time moves records of a dataset, or runs out for them. */
export function isTimed({ entry }: Table): boolean {
  return timedStates(entry.dataset).length > 0;
}

/** Whether something begins to run when these records come: they are then written together with what follows. */
export function isFollowed(table: Table, added: readonly Pick<Added, 'cells' | 'isSample'>[]): boolean {
  return timedStates(table.entry.dataset).some(({ field, states }) => {
    const column = table.columns.findIndex(({ name }) => name === field);
    return added.some(({ cells, isSample }) => !isSample && states.has(String(cells[column])));
  });
}

/** States in which a clock runs, or after which the system takes a step. */
function timedStates(dataset: Dataset): readonly { readonly field: string; readonly states: ReadonlySet<string> }[] {
  return workflowsOf(dataset).flatMap(({ field, clocks = {}, transitions }) => {
    const running = Object.values(clocks).flatMap(({ runs }) => runs);
    const left = Object.values(transitions).flatMap(({ after, from }) => (after === undefined ? [] : from));
    const states = new Set([...running, ...left]);
    return states.size > 0 ? [{ field, states }] : [];
  });
}

/** What follows when records are changed, in the transaction that does so: which states they left, and clocks. Illustrative records have none. */
export async function followWorkflow({ context, connection, table, deed, changed }: Kept): Promise<void> {
  const { dialect } = context.database;
  const takenBack = await noteStates(connection, dialect, { table, changed, deed });
  if (!isTimed(table)) return;
  const part = timedPart(table, dialect);
  const moved = changed
    .filter(({ isSample }) => !isSample)
    .map(({ id, cells, stored }): Moved => {
      const before = stored[system.sample] ? undefined : part.ofStored(stored);
      const back = takenBack.get(id);
      return { id, row: part.ofCells(cells), cells, ...(before && { before }), ...(back && { back }) };
    });
  if (moved.length > 0) await followClocks({ context, connection, table, deed, moved });
}

/** Forgets records that are removed, in the transaction that removes them. */
export async function forgetWorkflow(connection: Knex, table: Table, records: readonly number[]): Promise<void> {
  await forgetStates(connection, table, records);
  await forgetClocks(connection, table, records);
}
