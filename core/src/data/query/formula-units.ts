import type { Units } from '../units.ts';
import { formatLocalDay, localOf } from './calendar.ts';
import type { Condition } from './condition.ts';
import type { Group, GroupValue } from './groups.ts';
import type { Source } from './source.ts';

/** A dataset that a formula counts, as far as it says what is asked about. */
export interface Counted {
  readonly source: Source;
  readonly groups: readonly Group[];
  /** The query's own condition. */
  readonly where: Condition;
}

/** Tells the units that a group of an answer is about: that of the group, else those that the query names, else the centre's own. None where the group has no unit. */
export function unitsAsked(parts: readonly Counted[], centre: string): (key: readonly GroupValue[]) => readonly string[] {
  for (const part of parts) {
    const field = part.source.table.entry.dataset.unit ?? part.groups.find(({ ref }) => ref.field.type === 'unit')?.name;
    const asked = field === undefined ? undefined : valuesAsked(part, field);
    if (asked) return asked;
  }
  return () => [centre];
}

/** Tells the values of a field that a group of an answer is about: that of the group, else those that the query names; nothing where it may be any. None where the group has no value. */
export function valuesAsked(
  { groups, where }: Pick<Counted, 'groups' | 'where'>,
  field: string,
): ((key: readonly GroupValue[]) => readonly string[]) | undefined {
  const group = groups.findIndex(({ name }) => name === field);
  const named = valuesNamed(where, field);
  if (group < 0) return named && (() => named);
  return (key) => {
    const own = key[group] ?? null;
    return own === null ? [] : [String(own)];
  };
}

/** Values to which a condition restricts a field: by equality, a list or `within`. What stands beside them under `any` or `not` restricts nothing. */
function valuesNamed(condition: Condition, field: string): readonly string[] | undefined {
  switch (condition.kind) {
    case 'all':
      return condition.of.map((each) => valuesNamed(each, field)).find((values) => values !== undefined);
    case 'compare': {
      const { left, operator, right } = condition;
      const isField = left.kind === 'field' && left.ref.path === field && operator === '=';
      return isField && right.kind === 'constant' ? [String(right.value)] : undefined;
    }
    case 'one-of':
      return condition.ref.path === field ? [...new Set(condition.values.map(String))] : undefined;
    case 'below':
      return condition.ref.path === field ? [condition.unit] : undefined;
    default:
      return undefined;
  }
}

/** People of units together; nothing where they are not known of one of them. */
export function peopleOf(keys: readonly string[], units: Units): number | null {
  if (keys.length === 0) return null;
  const below = new Map<string, string[]>();
  for (const { key, parent } of units.all()) {
    if (parent === undefined) continue;
    const list = below.get(parent);
    if (list) list.push(key);
    else below.set(parent, [key]);
  }
  const peopleIn = (key: string, above: readonly string[]): number | null => {
    const { population } = units.get(key) ?? {};
    if (population !== undefined) return population;
    const parts = above.includes(key) ? [] : (below.get(key) ?? []);
    return parts.length === 0 ? null : sumOf(parts.map((part) => peopleIn(part, [...above, key])));
  };
  return sumOf(keys.map((key) => peopleIn(key, [])));
}

/** How many wards are in force at an instant that are one of the units or lie below one. */
export function wardsBelow(keys: readonly string[], units: Units, now: number): number | null {
  if (keys.length === 0) return null;
  const asked = new Set(keys);
  const today = formatLocalDay(localOf(now));
  return units.all().filter(({ key, level }) => level === 'ward' && units.isInForce(key, today) && liesIn(key, asked, units)).length;
}

function liesIn(key: string, asked: ReadonlySet<string>, units: Units): boolean {
  const seen = new Set<string>();
  for (let unit = units.get(key); unit && !seen.has(unit.key); unit = unit.parent === undefined ? undefined : units.get(unit.parent)) {
    if (asked.has(unit.key)) return true;
    seen.add(unit.key);
  }
  return false;
}

function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
