import type { Filter } from '@haidang/sdk';
import type { Knex } from 'knex';
import { systemCaller } from '../../access/caller.ts';
import type { DataContext } from '../context.ts';
import type { Sql } from '../dialect/dialect.ts';
import { run } from '../dialect/statement.ts';
import { hasHistory, keepPastWhere, versionInstant } from '../history/past.ts';
import { fromWhere } from '../query/compile-source.ts';
import { readFilter } from '../query/filter.ts';
import { Source } from '../query/source.ts';
import { identifier, sql, whole } from '../query/sql.ts';
import { system, type Table } from '../table.ts';
import { ReshapeFault } from './fault.ts';
import { cellsGiven, isOther } from './given.ts';
import type { Step } from './plan.ts';
import type { Making } from './steps.ts';

/** Writes to the rows that a condition holds for, as if somebody had: each gets a revision and a change row, and keeps its earlier version where there is history. */
export async function backfill({ to, given, where, of }: Extract<Step, { readonly kind: 'backfill' }>, making: Making): Promise<number> {
  const { connection, context, at } = making;
  const dataset = of.entry.name;
  const past = hasHistory(of) ? making.places.find(({ isPast }) => isPast) : undefined;
  const rows = sql`${isOther(to, given)}${where ? sql` AND ${chosen(where, of, context)}` : sql``}`;
  const change = sql`INSERT INTO change (at, dataset, record, kind) SELECT ${whole(at)}, ${dataset}, ${identifier(system.id)}, 'changed' FROM ${identifier(of.name)} WHERE ${rows}`;
  await run(connection, change.sql, change.values);
  const from = past ? await versionInstant(connection, of, at) : at;
  if (past) await keepPastWhere(connection, { ...of, columns: of.columns.filter(({ name }) => past.columns.has(name)) }, rows, from);
  // A version holds since it was received; without versions nothing was received now.
  const received = past ? sql`, ${identifier(system.received)} = ${from}` : sql``;
  const count = await countOf(connection, of, rows);
  const revision = identifier(system.revision);
  const update = sql`UPDATE ${identifier(of.name)} SET ${cellsGiven(to, given)}, ${revision} = ${revision} + 1${received} WHERE ${rows}`;
  await run(connection, update.sql, update.values);
  return count;
}

/** The rows that a filter means. It may speak of the dataset's own fields only: what these refer to may be on its way as well. */
function chosen(filter: Filter, table: Table, context: DataContext): Sql {
  const dataset = table.entry.name;
  const own = { ...context, tables: new Map([[dataset, table]]) };
  const source = new Source(own, systemCaller, dataset);
  const find: typeof source.find = (path, place) => {
    if (path.includes('.')) throw new ReshapeFault([`the condition ${place} asks another dataset`]);
    return source.find(path, place);
  };
  const condition = readFilter({ filter, context: own, find, place: 'where' });
  const rows = fromWhere(source, condition, { dialect: own.database.dialect, now: own.clock.now(), units: own.units });
  return sql`${identifier(system.id)} IN (SELECT ${identifier(source.alias, system.id)} ${rows})`;
}

async function countOf(connection: Knex, { name }: Table, rows: Sql): Promise<number> {
  const [found] = await run(connection, `SELECT count(*) AS n FROM ${identifier(name).sql} WHERE ${rows.sql}`, rows.values);
  return Number(found?.n ?? 0);
}
