import type { Clock, Filter } from '@haidang/sdk';
import { systemCaller } from '../../access/caller.ts';
import type { DataContext } from '../../data/context.ts';
import type { Cells, Sql } from '../../data/dialect/dialect.ts';
import { run } from '../../data/dialect/statement.ts';
import { compileCondition } from '../../data/query/compile-condition.ts';
import { tables } from '../../data/query/compile-source.ts';
import { type Condition, isOfRowAlone } from '../../data/query/condition.ts';
import { readFilter } from '../../data/query/filter.ts';
import type { Moment } from '../../data/query/moment.ts';
import { Source } from '../../data/query/source.ts';
import { identifier, join, sql, whole } from '../../data/query/sql.ts';
import { type Told, tell } from '../../data/query/tell.ts';
import type { Column, Table } from '../../data/table.ts';
import { type Moves, movedAt } from '../moved.ts';
import { clocksOf, type NamedClock } from './clocks-of.ts';
import { limitsHere } from './local-limits.ts';

type Limit = Clock['limits'][number];

/** The limit by which a clock starts for a record: the first whose condition it meets. A record that meets none has no deadline. */
export type Limits = (clock: NamedClock, cells: Cells) => Limit | undefined;

const place: Column = { name: '_place', store: 'integer' };

/** Finds the limits of all clocks and records, by what the records say; they need not be kept yet. The database is asked where it alone knows, once for all of them. */
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
    const { source, conditions, columns, told } = questionOf(
      context,
      table,
      asked.map((named) => [named.name, limits.get(named) ?? []]),
    );
    // Many records say the same of what is asked.
    const places = columns.map(({ name }) => table.columns.findIndex((column) => column.name === name));
    const saying = (cells: Cells) => places.map((at) => cells[at] ?? null);
    const different = new Map(rows.map((cells) => [JSON.stringify(saying(cells)), saying(cells)]));
    const answered = new Map<string, readonly unknown[]>();
    const now = movedAt({ deed });
    for (const [text, said] of different) {
      const cellOf = (name: string) => said[columns.findIndex((column) => column.name === name)];
      const before = told?.get(text) ?? firstOf(conditions, { alias: source.alias, cellOf, now });
      if (before) answered.set(text, before);
    }
    const unknown = [...different].filter(([text]) => !answered.has(text));
    if (unknown.length > 0) {
      const moment: Moment = { dialect, now, units: context.units };
      const answers = conditions.map((cases, index) => sql`${placeOf(cases, moment)} AS ${identifier(`limit_${index}`)}`);
      const numbered = unknown.map(([, cells], index) => [index, ...cells]);
      const from = tables(source, moment, [], dialect.rows([place, ...columns], numbered));
      const select = sql`SELECT ${join([identifier(source.alias, place.name), ...answers], ', ')} FROM ${from}`;
      for (const row of await run(connection, select.sql, select.values))
        answered.set(
          unknown[Number(row[place.name])]?.[0] ?? '',
          asked.map((_, index) => row[`limit_${index}`]),
        );
      if (told && told.size > mostTold) told.clear();
      for (const [text] of unknown) if (text.length <= longestTold) told?.set(text, answered.get(text) ?? []);
    }
    return (cells) => answered.get(JSON.stringify(saying(cells))) ?? [];
  }
}

/** Whether the limits of all clocks of a table rest on what its records say, and on nothing that others may change meanwhile. */
export function isOfRecordsAlone(context: DataContext, table: Table): boolean {
  const { name, dataset } = table.entry;
  const all = clocksOf(dataset).map((named) => [named.name, limitsHere(context, name, named.name, named.clock)] as const);
  const asked = all.filter(([, limits]) => limits[0]?.where !== undefined);
  return asked.length === 0 || questionOf(context, table, asked).told !== undefined;
}

/** What is asked of records about some clocks. */
interface Question {
  readonly source: Source;
  /** For each clock the conditions of its limits. */
  readonly conditions: readonly (readonly Condition[])[];
  /** What records say of it. */
  readonly columns: readonly Column[];
  /** What was answered before, by what the records said, where it rests on that alone. */
  readonly told: Map<string, readonly unknown[]> | undefined;
}

/** So many answers are kept, of records that say so little, in characters: a condition may look into a description. */
const [mostTold, longestTold] = [10_000, 200];
const questions = new WeakMap<DataContext, Map<string, Question>>();

function questionOf(context: DataContext, table: Table, asked: readonly (readonly [clock: string, Clock['limits']])[]): Question {
  const known = questions.get(context) ?? new Map<string, Question>();
  questions.set(context, known);
  const { name } = table.entry;
  const text = JSON.stringify([name, ...asked.map(([clock]) => clock)]);
  const before = known.get(text);
  if (before) return before;
  const source = new Source(context, systemCaller, name);
  const conditions = asked.map(([, limits]) =>
    limits.map(({ where }) => readFilter({ filter: (where ?? {}) as Filter, context, find: source.find, place: 'where' })),
  );
  const isSteady = conditions.flat().every((condition) => isOfRowAlone(condition, source.alias));
  const question: Question = { source, conditions, columns: mentioned(source), told: isSteady ? new Map() : undefined };
  known.set(text, question);
  return question;
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

/** For each clock the place of the first limit whose condition holds, `null` where none does; nothing where only the database can tell. */
function firstOf(conditions: readonly (readonly Condition[])[], row: Told): readonly (number | null)[] | undefined {
  const firsts: (number | null)[] = [];
  for (const cases of conditions) {
    const results = cases.map((condition) => tell(condition, row));
    const first = results.findIndex((result) => result !== false);
    if (results[first] === undefined && first >= 0) return undefined;
    firsts.push(first < 0 ? null : first);
  }
  return firsts;
}

/** Place of the first limit whose condition holds, from 0. */
function placeOf(conditions: readonly Condition[], moment: Moment): Sql {
  const cases = conditions.map((condition, index) => sql`WHEN ${compileCondition(condition, moment)} THEN ${whole(index)}`);
  return sql`CASE ${join(cases, ' ')} END`;
}
