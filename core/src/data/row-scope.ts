import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import type { DataContext } from './context.ts';
import { chunks, run } from './dialect/statement.ts';
import { fromWhere } from './query/compile-source.ts';
import { Source } from './query/source.ts';
import { identifier, sql, values } from './query/sql.ts';
import { system } from './table.ts';

const most = 5_000;

/** Which of these records the caller does not get, by the same condition that queries read by. */
export async function outsideScope(
  connection: Knex,
  context: DataContext,
  { caller, dataset }: { readonly caller: Caller; readonly dataset: string },
  ids: readonly number[],
): Promise<ReadonlySet<number>> {
  const outside = new Set(ids);
  const source = new Source(context, caller, dataset, 'scope');
  if (source.scope === undefined) return new Set();
  const id = identifier(source.alias, system.id);
  const rows = fromWhere(source, undefined, { dialect: context.database.dialect, now: context.clock.now(), units: context.units });
  for (const part of chunks(ids, most)) {
    const statement = sql`SELECT ${id} AS id ${rows} AND ${id} IN ${values(part)}`;
    for (const row of await run(connection, statement.sql, statement.values)) outside.delete(Number(row.id));
  }
  return outside;
}
