import { toCells } from '../../data/cells.ts';
import { run } from '../../data/dialect/statement.ts';
import { identifier, join, sql } from '../../data/query/sql.ts';
import { rollupsOf } from '../../data/rollup/definition.ts';
import { marksFor } from '../../data/rollup/marks.ts';
import { system, type Table } from '../../data/table.ts';
import type { Moves } from '../moved.ts';
import type { NamedClock } from './clocks-of.ts';
import { shownLegs, withDues } from './due-fields.ts';
import type { Leg } from './leg.ts';

/** Whether deadlines stand in the records as they stand in their clocks. */
export function areInstants({ fields }: Table, clocks: readonly NamedClock[]): boolean {
  const named = clocks.flatMap(({ clock }) => [clock.due, clock.original].filter((field) => field !== undefined));
  return named.every((field) => fields.get(field)?.store === 'instant');
}

/** Writes the deadlines of records that this transaction has added: they are part of what was added, and nobody has seen the records without them. */
export async function keepFirstDues(moves: Moves, clocks: readonly NamedClock[], legs: readonly Leg[]): Promise<void> {
  const { context, table, moved } = moves;
  const shown = shownLegs(clocks, legs);
  const full = moved.flatMap(({ id, row }) => {
    const own = shown.get(id);
    const now = own && withDues(table, clocks, row, own);
    return now && Object.keys(now).some((field) => now[field] !== row[field]) ? [{ id, row: now }] : [];
  });
  if (full.length === 0) return;
  const ids = full.map(({ id }) => id);
  const written = new Set<string>();
  for (const named of clocks.filter(({ name }) => legs.some(({ clock }) => clock === name)))
    for (const column of await copyDues(moves, named, ids)) written.add(column);
  // The cells of other days than the records were first counted in.
  const rollups = (rollupsOf(context).get(table.entry.name) ?? []).filter(({ bucket }) => written.has(bucket.column));
  const cells = rollups.length > 0 ? full.map(({ row }) => toCells(table, context.database.dialect, row)) : [];
  for (const marks of marksFor(rollups, table, { now: cells })) await context.database.dialect.insert(moves.connection, marks);
}

/** Copies the deadlines of a clock into its fields; gives their columns. */
async function copyDues(
  { context, connection, table }: Moves,
  { name, clock }: NamedClock,
  ids: readonly number[],
): Promise<readonly string[]> {
  const { dialect } = context.database;
  const set = [
    ...(clock.due === undefined ? [] : [{ column: clock.due, value: identifier('c', 'leg_due') }]),
    ...(clock.original === undefined
      ? []
      : [{ column: clock.original, value: sql`coalesce(t.${identifier(clock.original)}, c.leg_original)` }]),
  ];
  if (set.length === 0) return [];
  const of = sql`SELECT record, due_at AS leg_due, original_due_at AS leg_original FROM workflow_clock WHERE dataset = ${table.entry.name} AND clock = ${name}`;
  const id = identifier('t', system.id);
  const values = join(
    set.map(({ column, value }) => sql`${identifier(column)} = ${value}`),
    ', ',
  );
  const update = sql`UPDATE ${identifier(table.name)} AS t SET ${values} FROM (${of}) AS c WHERE c.record = ${id} AND ${dialect.isOneOf(id, ids)}`;
  await run(connection, update.sql, update.values);
  return set.map(({ column }) => column);
}
