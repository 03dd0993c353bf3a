import type { Knex } from 'knex';
import type { Dialect } from '../dialect/dialect.ts';
import type { Ledger } from '../ledger.ts';
import { cellColumns, markTable } from '../rollup/rollup.ts';
import { forgetRollups, readStates, type State } from '../rollup/state.ts';
import { rowIndex } from '../rollup/tables.ts';
import type { Table } from '../table.ts';
import { mendRefused } from './quarantine.ts';
import { changesAfter } from './versions.ts';

/** What else names the fields of a dataset follows its changes. The audit log does not: it says what was so then. */
export async function followChanges(connection: Knex, dialect: Dialect, table: Table, before: Ledger): Promise<void> {
  const { name } = table.entry;
  const changes = changesAfter(table.entry.dataset, before.version ?? 1);
  await mendRefused(connection, dialect, table, changes);
  for (const { change } of changes) {
    if (!('rename' in change)) continue;
    const [from, to] = change.rename;
    await connection('workflow_state').where({ dataset: name, field: from }).update({ field: to });
    await renameCells(connection, dialect, name, from, to);
  }
  for (const { name: rollup } of await rollupsOf(connection, name)) {
    await connection.raw('DROP INDEX IF EXISTS ??', [rowIndex(rollup)]);
    await connection(markTable).where({ rollup }).delete();
  }
  await forgetRollups(connection, name);
}

async function rollupsOf(connection: Knex, dataset: string): Promise<readonly State[]> {
  return (await readStates(connection)).filter((state) => state.dataset === dataset);
}

/** Cells that rows which are gone have left behind cannot be made again. */
async function renameCells(connection: Knex, dialect: Dialect, dataset: string, from: string, to: string): Promise<void> {
  for (const { name } of await rollupsOf(connection, dataset)) {
    if (!(await dialect.columnsOf(connection, name)).includes(from)) continue;
    await connection.raw('ALTER TABLE ?? RENAME COLUMN ?? TO ??', [name, from, to]);
    await connection(name)
      .where({ [cellColumns.slice]: from })
      .update({ [cellColumns.slice]: to });
  }
}
