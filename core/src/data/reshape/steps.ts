import type { Knex } from 'knex';
import type { DataContext } from '../context.ts';
import type { Sql } from '../dialect/dialect.ts';
import { run } from '../dialect/statement.ts';
import { identifier, join, sql } from '../query/sql.ts';
import type { FieldColumns } from '../table.ts';
import { parseInstant, zone } from '../zone.ts';
import { backfill } from './backfill.ts';
import { cellsGiven } from './given.ts';
import type { Place } from './place.ts';
import type { Step } from './plan.ts';
import { copyText, rewrite } from './rewrite.ts';

/** What steps are taken with. */
export interface Making {
  readonly connection: Knex;
  /** All of the centre but the dataset itself. */
  readonly context: DataContext;
  readonly places: readonly Place[];
  /** The instant of the change. */
  readonly at: number;
}

/** Takes one step; gives how many records it wrote to. */
export async function take(step: Step, making: Making): Promise<number> {
  if (step.kind === 'backfill') return backfill(step, making);
  for (const place of making.places) await takeAt(step, making, place);
  return 0;
}

async function takeAt(step: Exclude<Step, { readonly kind: 'backfill' }>, { connection, context }: Making, place: Place): Promise<void> {
  const { dialect } = context.database;
  switch (step.kind) {
    case 'rename':
      for (const [from, to] of step.columns) {
        if (!place.columns.delete(from)) continue;
        await connection.raw('ALTER TABLE ?? RENAME COLUMN ?? TO ??', [place.name, from, to]);
        place.columns.add(to);
      }
      return;
    case 'add':
      for (const { name, store } of step.columns) {
        if (place.columns.has(name)) continue;
        await connection.raw(`ALTER TABLE ?? ADD COLUMN ?? ${dialect.columnType(store)}`, [place.name, name]);
        place.columns.add(name);
      }
      return;
    case 'convert':
      if (!place.columns.has(step.from)) return;
      if (step.to.store === 'instant')
        await rewrite(connection, dialect, {
          table: place.name,
          key: place.key,
          from: step.from,
          to: [{ name: step.to.column, store: 'instant' }],
          cellsOf: (date) => [parseInstant(`${date}T00:00`, zone)],
        });
      else await set(connection, place.name, sql`${identifier(step.to.column)} = ${identifier(step.from)}`);
      return;
    case 'fill':
      if (keepsOut(place, step.to)) return;
      await set(connection, place.name, cellsGiven(step.to, step.given), sql`WHERE ${identifier(step.to.column)} IS NULL`);
      return;
    case 'copy':
      if (!keepsOut(place, step.field)) await copyText(connection, dialect, { table: place.name, key: place.key }, step.field);
  }
}

/** Personal values stay in the records, where they can be erased. */
function keepsOut({ isPast }: Place, { field }: FieldColumns): boolean {
  return isPast && field.property['x-personal'] !== undefined;
}

async function set(connection: Knex, table: string, cells: Sql, where: Sql = sql``): Promise<void> {
  const statement = join([sql`UPDATE ${identifier(table)} SET ${cells}`, where], ' ');
  await run(connection, statement.sql, statement.values);
}
