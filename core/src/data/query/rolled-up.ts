import type { Sql } from '../dialect/dialect.ts';
import type { UsableRollup } from '../rollup/definition.ts';
import type { Rollup } from '../rollup/rollup.ts';
import { type Spans, spansOf } from '../rollup/spans.ts';
import { fieldsIn, type Wanted, wantedOf } from '../rollup/wanted.ts';
import type { FieldColumns } from '../table.ts';
import type { Aggregation } from './aggregate.ts';
import { day } from './calendar.ts';
import { compileCondition } from './compile-condition.ts';
import { tables } from './compile-source.ts';
import { both, type Condition, type FieldRef } from './condition.ts';
import { convertedField } from './conversion.ts';
import type { Group } from './groups.ts';
import type { Moment } from './moment.ts';
import { place, places, type RolledUpRows, rolledUpRows } from './rolled-up-rows.ts';
import type { Source } from './source.ts';
import { identifier, join, sql, whole } from './sql.ts';

/** An aggregation that is answered from cells, and from rows where cells do not tell. */
export interface RolledUp {
  readonly rollup: Rollup;
  /** FROM and WHERE, under the alias of the source. */
  from(joins: readonly Sql[]): Sql;
  readonly aggregates: readonly Sql[];
  readonly used: Sql;
}

/** Answers an aggregation from a roll-up that tells exactly the same; nothing when there is none. */
export function rolledUp(aggregation: Aggregation, at: Moment): RolledUp | undefined {
  const { source } = aggregation;
  const rollups = at.rollups?.get(source.table.entry.name);
  if (!rollups || at.asAt !== undefined || convertedField(source, at)) return undefined;
  for (const rollup of rollups) {
    const found = fromRollup(rollup, aggregation, at);
    if (found) return found;
  }
  return undefined;
}

function fromRollup(rollup: UsableRollup, aggregation: Aggregation, at: Moment): RolledUp | undefined {
  const { source, groups } = aggregation;
  const { bucket, unit, dimensions } = rollup;
  const cells = new Set([...(unit ? [unit] : []), ...dimensions]);
  const wanted = wantedOf(aggregation, cells);
  const split = wanted && splitBy(rollup, wanted, source, groups);
  if (!split || rollup.sparse.has(split.slice?.column ?? '')) return undefined;
  const spans = spansOf(rollup, wanted, at);
  if (!spans || (spans.whole.length === 0 && spans.cut.length === 0)) return undefined;
  // Rows without the time are looked up one by one: there must be next to none.
  if (spans.hasTimeless && !bucket.field.required) return undefined;
  const isOwn = (condition: Condition) => (fieldsIn(condition) ?? []).every(({ alias }) => alias === source.alias);
  const making: RolledUpRows = {
    rollup,
    wanted: { ...wanted, ofCells: wanted.ofCells.filter(isOwn) },
    spans,
    ofPeriods: figuresOfPeriods(rollup, aggregation, wanted, spans),
    slice: split.slice,
    columns: [bucket, ...(unit ? [unit] : []), ...(split.slice ? [split.slice] : [])],
    at,
  };
  const rows = sql`(${join(rolledUpRows(making), ' UNION ALL ')})`;
  const own = (name: string) => identifier(source.alias, name);
  const counts = sql`${own(wanted.present ? places.present : places.used)} > ${whole(0)}`;
  const others = both(...wanted.ofCells.filter((condition) => !isOwn(condition)));
  return {
    rollup,
    from: (joins) => sql`FROM ${tables(source, at, joins, rows)} WHERE ${compileCondition(others, at)} AND ${counts}`,
    aggregates: wanted.figures.map(({ fn }, index) =>
      fn === 'count' ? total(own(place(index))) : sql`${{ sql: fn, values: [] }}(${own(place(index))})`,
    ),
    used: total(own(places.used)),
  };
}

/** Of each figure whether it is of a period: of days from one to another, or of each step of time. Rows that are gone count in it; what is open now, or all that there is, they are not among. */
function figuresOfPeriods(
  { bucket }: Rollup,
  { groups, source }: Aggregation,
  { figures }: Wanted,
  { whole: spans }: Spans,
): readonly boolean[] {
  const isBySteps = groups.some(({ ref }) => ref.columns === bucket && ref.alias === source.alias);
  const endless = spans.filter(({ from, to }) => from === undefined || to === undefined);
  return figures.map((_, index) => isBySteps || endless.every((span) => span.figures[index] === undefined));
}

function total(column: Sql): Sql {
  return sql`CAST(COALESCE(sum(${column}), ${whole(0)}) AS BIGINT)`;
}

/** The dimension by which cells have to be split, where one is enough for all that is asked. */
function splitBy(
  { bucket, unit, dimensions }: Rollup,
  { ofCells }: Wanted,
  { alias, joins }: Source,
  groups: readonly Group[],
): { readonly slice: FieldColumns | undefined } | undefined {
  const own = (ref: FieldRef) => (ref.alias === alias ? ref : [...joins.values()].find((join) => join.alias === ref.alias)?.on)?.columns;
  const needed = new Set<FieldColumns | undefined>();
  for (const { on } of joins.values()) needed.add(on.columns);
  for (const ref of ofCells.flatMap((condition) => fieldsIn(condition) ?? [])) needed.add(own(ref));
  for (const group of groups) {
    if (group.ref.columns !== bucket || group.ref.alias !== alias) needed.add(own(group.ref));
    else if (!isOfDays(group)) return undefined;
  }
  if (unit) needed.delete(unit);
  const [slice, ...others] = needed;
  if (others.length > 0 || (needed.size > 0 && (!slice || !dimensions.includes(slice)))) return undefined;
  return { slice };
}

/** Whether rows of one day stand in one group. */
function isOfDays({ ref, grain, cut = 0 }: Group): boolean {
  if (ref.columns.store === 'date') return true;
  if (grain === undefined || grain === 'hour') return false;
  return grain === 'day' || grain === 'week' || cut % day === 0;
}
