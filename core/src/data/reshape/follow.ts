import type { Knex } from 'knex';
import type { Dialect } from '../dialect/dialect.ts';
import type { Ledger } from '../ledger.ts';
import { markTable } from '../rollup/rollup.ts';
import { forgetRollups } from '../rollup/state.ts';
import { rowIndex } from '../rollup/tables.ts';
import type { Table } from '../table.ts';
import { cellPlaces, keptAfter } from './kept-cells.ts';
import type { Plan } from './plan.ts';
import { mendRefused } from './quarantine.ts';
import { changesAfter } from './versions.ts';

/** What else names the fields of a dataset follows its changes. The audit log does not: it says what was so then. */
export async function followChanges(connection: Knex, dialect: Dialect, table: Table, before: Ledger, { versions }: Plan): Promise<void> {
  const { name } = table.entry;
  await mendRefused(connection, dialect, table, changesAfter(table.entry.dataset, before.version ?? 1));
  const steps = versions.flatMap((version) => version.steps);
  for (const step of steps) {
    if (step.kind !== 'rename') continue;
    for (const [from, to] of step.columns) await connection('workflow_state').where({ dataset: name, field: from }).update({ field: to });
  }
  for (const place of await cellPlaces(connection, dialect, name)) {
    await keptAfter(steps, { connection, dialect, place });
    await connection.raw('DROP INDEX IF EXISTS ??', [rowIndex(place.name)]);
    await connection(markTable).where({ rollup: place.name }).delete();
  }
  await forgetRollups(connection, name);
}
