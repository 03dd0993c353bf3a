import type { Knex } from 'knex';
import { type Row, type StoredRow, toCells, toRow } from '../data/cells.ts';
import type { DataContext } from '../data/context.ts';
import type { Deed } from '../data/journal.ts';
import { keepRecords } from '../data/keep.ts';
import { fieldChanges } from '../data/plan.ts';
import { system, type Table } from '../data/table.ts';

const definitions = 'core/indicator_definition';

interface Taken {
  readonly context: DataContext;
  readonly connection: Knex;
  readonly table: Table;
  readonly id: number;
  /** The record as the step leaves it. */
  readonly row: Row;
  readonly transition: string;
  readonly deed: Deed;
}

/** Holds what a step may move besides its own record, before that is held: two steps at once then wait for each other in one order. */
export async function beforeStep(connection: Knex, table: Table, id: number): Promise<void> {
  if (table.entry.name !== definitions) return;
  const own = connection(table.name).where(system.id, id).select('indicator_code');
  await connection(table.name).whereIn('indicator_code', own).orderBy(system.id).forUpdate().select(system.id);
}

/** What follows from a step in the same transaction: a definition that is published supersedes the one before. Gives other datasets that were written. */
export async function afterStep(taken: Taken): Promise<readonly string[]> {
  if (taken.table.entry.name === definitions && taken.transition === 'publish') await supersede(taken);
  return [];
}

async function supersede({ context, connection, table, id, row, deed }: Taken): Promise<void> {
  const { dialect } = context.database;
  const others: StoredRow[] = await connection(table.name)
    .where({ indicator_code: row.indicator_code, state: 'published' })
    .whereNot(system.id, id);
  const changed = others.map((stored) => {
    const before = toRow(table, dialect, stored);
    const after: Row = { ...before, state: 'superseded', effective_to: row.effective_from ?? null };
    return {
      id: Number(stored[system.id]),
      revision: Number(stored[system.revision]) + 1,
      cells: toCells(table, dialect, after),
      isSample: Boolean(stored[system.sample]),
      fields: fieldChanges(table, dialect, stored, before, after),
      stored,
    };
  });
  if (changed.length > 0)
    await keepRecords({ context, connection, table, added: [], changed, deed: { ...deed, action: 'step:supersede' } });
}
