import type { Filter } from '@haidang/sdk';
import type { Knex } from 'knex';
import { systemCaller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { run } from '../data/dialect/statement.ts';
import { fromWhere } from '../data/query/compile-source.ts';
import { readFilter } from '../data/query/filter.ts';
import { Source } from '../data/query/source.ts';
import { identifier, sql } from '../data/query/sql.ts';
import { system } from '../data/table.ts';

interface Question {
  readonly dataset: string;
  readonly id: number;
  readonly filter: Filter;
  /** What `now` is, in milliseconds. */
  readonly at: number;
}

/** Whether a record meets a condition, by what queries read it with. */
export async function holds(context: DataContext, connection: Knex, { dataset, id, filter, at }: Question): Promise<boolean> {
  const source = new Source(context, systemCaller, dataset);
  const condition = readFilter({ filter, context, find: source.find, place: 'must' });
  const { database, units } = context;
  const rows = fromWhere(source, condition, { dialect: database.dialect, now: at, units });
  const statement = sql`SELECT 1 AS found ${rows} AND ${identifier(source.alias, system.id)} = ${id}`;
  return (await run(connection, statement.sql, statement.values)).length > 0;
}
