import type { Comparison, Json, Query } from '@haidang/sdk';
import { instantOf, type Step, startOf, stepsBetween, stepsOn, wallOf } from './calendar.ts';
import { cell } from './conditions.ts';
import type { Span } from './periods.ts';
import { compareCells } from './selection.ts';
import { kindOf, type Row, type World } from './world.ts';

/** Rows that are put together, those of the period and of each that it is compared with. */
interface Group {
  readonly key: readonly Json[];
  readonly sets: (readonly Row[])[];
}

export type GroupBy = NonNullable<Query['by']>[number];

export function fieldOf(group: GroupBy): string {
  return typeof group === 'string' ? group : group.field;
}

/** Puts rows of one or several datasets into groups. */
export function groupsOf(
  sets: readonly { readonly rows: readonly Row[]; readonly span: Span | undefined }[],
  by: readonly GroupBy[],
  world: World,
): Group[] {
  const groups = new Map<string, Group>();
  const put = (key: readonly Json[], set: number, row?: Row) => {
    const name = JSON.stringify(key);
    const group = groups.get(name) ?? { key, sets: sets.map(() => []) };
    groups.set(name, group);
    if (row) group.sets[set] = [...(group.sets[set] ?? []), row];
  };
  if (by.length === 0) put([], 0);
  for (const [set, { rows, span }] of sets.entries()) {
    for (const row of rows) {
      const key = by.map((group) => bucketOf(group, row, world, set === 0 ? undefined : span, sets[0]?.span));
      if (key.every((value) => value !== undefined)) put(key, set, row);
    }
  }
  return [...groups.values()];
}

/** Bucket of a row; of a row of a compared period the bucket of the period that it stands against, if there is one. */
function bucketOf(group: GroupBy, row: Row, world: World, compared: Span | undefined, period: Span | undefined): Json | undefined {
  if (typeof group === 'string') return cell(group, row, world);
  const value = cell(group.field, row, world);
  if (value === null) return null;
  const { grain } = group;
  if (grain === 'ward' || grain === 'province') return unitAt(String(value), grain, world);
  const start = startOf(typeof value === 'number' ? wallOf(value) : `${value}T00:00:00.000`, grain);
  const moved = compared && period ? counterpart(start, grain, compared, period) : start;
  if (moved === undefined) return undefined;
  return grain === 'hour' ? instantOf(moved) : moved.slice(0, 10);
}

function counterpart(start: string, grain: Step, compared: Span, period: Span): string | undefined {
  if (compared.yearsBack !== undefined && grain !== 'week') {
    const other = `${String(Number(start.slice(0, 4)) + compared.yearsBack).padStart(4, '0')}${start.slice(4)}`;
    return new Date(`${other}Z`).toISOString().startsWith(other.slice(0, 10)) ? other : undefined;
  }
  return stepsOn(startOf(period.from, grain), grain, stepsBetween(startOf(compared.from, grain), start, grain));
}

function unitAt(key: string, level: string, world: World): Json {
  const unit = world.units.find((each) => each.key === key);
  if (!unit) return null;
  if (unit.level === level) return key;
  return unit.parent === undefined ? null : unitAt(unit.parent, level, world);
}

const compareName = (name: string, comparison: Comparison) => `${name}_${comparison.split('-').join('_')}`;

/** In the order asked for, then by the groups themselves. */
export function sortGroups(
  rows: readonly (readonly Json[])[],
  query: Query,
  dataset: string,
  figures: readonly string[],
  world: World,
): readonly (readonly Json[])[] {
  const by = query.by ?? [];
  const names = by.map(fieldOf);
  const columns = [
    ...names,
    ...figures.flatMap((name) => [name, ...(query.compare ?? []).map((comparison) => compareName(name, comparison))]),
  ];
  const compare = (a: readonly Json[], b: readonly Json[]): number => {
    for (const word of [...(query.sort ?? []), ...names]) {
      const index = columns.indexOf(word.replace(/^-/, ''));
      const [x = null, y = null] = [a[index], b[index]];
      const isVietnamese = typeof by[index] === 'string' && kindOf(dataset, names[index] ?? '', world).endsWith(' text');
      const descending = word.startsWith('-');
      const difference = compareCells(x, y, descending, isVietnamese) || compareCells(x, y, descending, false);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  return [...rows].sort(compare);
}
