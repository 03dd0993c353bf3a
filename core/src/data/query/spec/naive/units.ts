import type { Filter } from '@haidang/sdk';
import { wallOf } from '../../oracle/naive/calendar.ts';
import type { SpecWorld } from './world.ts';

/** Units, or keys of other records, that a query's own condition names for a field; none where it names none. */
export function valuesNamed(where: Filter | undefined, field: string, world: SpecWorld): readonly string[] {
  const test = (where as { readonly [field: string]: unknown } | undefined)?.[field];
  const { in: list, within } = (test ?? {}) as { readonly in?: readonly string[]; readonly within?: string };
  const named = typeof test === 'string' ? [test] : (list ?? (within === undefined ? [] : [within]));
  return named.map((value) => (value === 'this_unit' ? world.thisUnit : value));
}

/** People of units together, if they are known of all of them. */
export function peopleOf(units: readonly string[], world: SpecWorld): number | null {
  let sum = 0;
  for (const unit of units) {
    const people = world.people[unit] ?? peopleBelow(unit, world);
    if (people === null) return null;
    sum += people;
  }
  return sum;
}

function peopleBelow(unit: string, world: SpecWorld): number | null {
  const below = world.units.filter(({ parent }) => parent === unit).map(({ key }) => key);
  return below.length === 0 ? null : peopleOf(below, world);
}

/** Wards that are in force now and lie in one of the units. */
export function communesBelow(units: readonly string[], world: SpecWorld): number {
  const today = wallOf(world.now).slice(0, 10);
  const isBelow = (unit: string | undefined): boolean =>
    unit !== undefined && (units.includes(unit) || isBelow(world.units.find(({ key }) => key === unit)?.parent));
  return world.units.filter(
    ({ key, level, validFrom, validTo }) =>
      level === 'ward' && validFrom <= today && !(validTo !== undefined && validTo <= today) && isBelow(key),
  ).length;
}
