import type { Clock, Filter } from '@haidang/sdk';
import { systemCaller } from '../../access/caller.ts';
import type { Sql } from '../../data/dialect/dialect.ts';
import { run } from '../../data/dialect/statement.ts';
import { compileCondition } from '../../data/query/compile-condition.ts';
import { tables } from '../../data/query/compile-source.ts';
import { readFilter } from '../../data/query/filter.ts';
import type { Moment } from '../../data/query/moment.ts';
import { Source } from '../../data/query/source.ts';
import { identifier, join, sql, whole } from '../../data/query/sql.ts';
import { system } from '../../data/table.ts';
import { type Moves, movedAt } from '../moved.ts';
import type { NamedClock } from './clocks-of.ts';
import { limitsHere } from './local-limits.ts';

type Limit = Clock['limits'][number];

/** The limit by which a clock starts for a record: the first whose condition it meets. A record that meets none has no deadline. */
export type Limits = (clock: NamedClock, record: number) => Limit | undefined;

/** Asks for the limits of all clocks and records at once, of the records as they are kept. */
export async function limitsOf(moves: Moves, clocks: readonly NamedClock[], records: readonly number[]): Promise<Limits> {
  const { context, connection, table } = moves;
  const limits = new Map(clocks.map((named) => [named, limitsHere(context, table.entry.name, named.name, named.clock)]));
  const asked = clocks.filter((named) => limits.get(named)?.[0]?.where !== undefined);
  const found = new Map<number, readonly unknown[]>();
  if (asked.length > 0) {
    const { dialect } = context.database;
    const source = new Source(context, systemCaller, table.entry.name);
    const moment: Moment = { dialect, now: movedAt(moves), units: context.units };
    const id = identifier(source.alias, system.id);
    const columns = asked.map(
      (named, index) => sql`${placeOf(limits.get(named) ?? [], source, moment)} AS ${identifier(`limit_${index}`)}`,
    );
    const rows = sql`SELECT ${join([sql`${id} AS id`, ...columns], ', ')} FROM ${tables(source, moment, [])} WHERE ${dialect.isOneOf(id, records)}`;
    for (const row of await run(connection, rows.sql, rows.values))
      found.set(
        Number(row.id),
        asked.map((_, index) => row[`limit_${index}`]),
      );
  }
  return (clock, record) => {
    const at = asked.indexOf(clock);
    const place = at < 0 ? 0 : found.get(record)?.[at];
    return place === null || place === undefined ? undefined : limits.get(clock)?.[Number(place)];
  };
}

/** Place of the first limit whose condition holds, from 0. */
function placeOf(limits: readonly Limit[], source: Source, moment: Moment): Sql {
  const cases = limits.map(({ where }, place) => {
    const condition = readFilter({ filter: (where ?? {}) as Filter, context: source.context, find: source.find, place: 'where' });
    return sql`WHEN ${compileCondition(condition, moment)} THEN ${whole(place)}`;
  });
  return sql`CASE ${join(cases, ' ')} END`;
}
