import type { Clock, Filter } from '@haidang/sdk';
import { systemCaller } from '../../access/caller.ts';
import type { Cells, Sql } from '../../data/dialect/dialect.ts';
import { run } from '../../data/dialect/statement.ts';
import { compileCondition } from '../../data/query/compile-condition.ts';
import { tables } from '../../data/query/compile-source.ts';
import { readFilter } from '../../data/query/filter.ts';
import type { Moment } from '../../data/query/moment.ts';
import { Source } from '../../data/query/source.ts';
import { identifier, join, sql, whole } from '../../data/query/sql.ts';
import type { Column } from '../../data/table.ts';
import { type Moves, movedAt } from '../moved.ts';
import type { NamedClock } from './clocks-of.ts';
import { limitsHere } from './local-limits.ts';

type Limit = Clock['limits'][number];

/** The limit by which a clock starts for a record: the first whose condition it meets. A record that meets none has no deadline. */
export type Limits = (clock: NamedClock, cells: Cells) => Limit | undefined;

const place: Column = { name: '_place', store: 'integer' };

/** Asks for the limits of all clocks and records at once, by what the records say; they need not be kept yet. */
export async function limitsOf(
  { context, connection, table, deed }: Omit<Moves, 'moved'>,
  clocks: readonly NamedClock[],
  rows: readonly Cells[],
): Promise<Limits> {
  const limits = new Map(clocks.map((named) => [named, limitsHere(context, table.entry.name, named.name, named.clock)]));
  const asked = clocks.filter((named) => limits.get(named)?.[0]?.where !== undefined);
  const found = asked.length > 0 ? await ask() : () => [];
  return (clock, cells) => {
    const at = asked.indexOf(clock);
    const first = at < 0 ? 0 : found(cells)[at];
    return first === null || first === undefined ? undefined : limits.get(clock)?.[Number(first)];
  };

  async function ask(): Promise<(cells: Cells) => readonly unknown[]> {
    const { dialect } = context.database;
    const source = new Source(context, systemCaller, table.entry.name);
    const moment: Moment = { dialect, now: movedAt({ deed }), units: context.units };
    const answers = asked.map(
      (named, index) => sql`${placeOf(limits.get(named) ?? [], source, moment)} AS ${identifier(`limit_${index}`)}`,
    );
    // Many records say the same of what is asked.
    const columns = mentioned(source);
    const places = columns.map(({ name }) => table.columns.findIndex((column) => column.name === name));
    const saying = (cells: Cells) => places.map((at) => cells[at] ?? null);
    const different = new Map(rows.map((cells) => [JSON.stringify(saying(cells)), saying(cells)]));
    const numbered = [...different.values()].map((cells, index) => [index, ...cells]);
    const from = tables(source, moment, [], dialect.rows([place, ...columns], numbered));
    const select = sql`SELECT ${join([identifier(source.alias, place.name), ...answers], ', ')} FROM ${from}`;
    const told = new Map<string, readonly unknown[]>();
    const texts = [...different.keys()];
    for (const row of await run(connection, select.sql, select.values))
      told.set(
        texts[Number(row[place.name])] ?? '',
        asked.map((_, index) => row[`limit_${index}`]),
      );
    return (cells) => told.get(JSON.stringify(saying(cells))) ?? [];
  }
}

/** Columns of the records themselves that a source's conditions speak of. */
function mentioned({ table, mentions }: Source): readonly Column[] {
  const names = new Set(
    mentions.flatMap(({ dataset, field }) => {
      const columns = dataset === table.entry ? table.fields.get(field.name) : undefined;
      return columns ? [columns.column, columns.latitude, columns.folded, columns.sorted] : [];
    }),
  );
  return table.columns.filter(({ name }) => names.has(name));
}

/** Place of the first limit whose condition holds, from 0. */
function placeOf(limits: readonly Limit[], source: Source, moment: Moment): Sql {
  const cases = limits.map(({ where }, index) => {
    const condition = readFilter({ filter: (where ?? {}) as Filter, context: source.context, find: source.find, place: 'where' });
    return sql`WHEN ${compileCondition(condition, moment)} THEN ${whole(index)}`;
  });
  return sql`CASE ${join(cases, ' ')} END`;
}
