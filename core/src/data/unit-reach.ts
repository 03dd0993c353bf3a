import type { Unit, UnitLevel, Units } from './units.ts';

const ranks: { readonly [level in UnitLevel]: number } = { ward: 0, district: 1, province: 2 };

// By the list of what lies within a unit: it is another one once units were read again.
const known = new WeakMap<readonly string[], readonly string[]>();

/** The units that an office of a unit answers for: the unit, all below it, all that these became, and the units of before that went wholly into these. Of a unit that was divided the parts of others cannot be told apart, so it is none of them. */
export function unitsInReach(units: Units, key: string): readonly string[] {
  const within = units.within(key);
  const found = known.get(within) ?? withEarlier(units, key, within);
  if (within.length > 0) known.set(within, found);
  return found;
}

function withEarlier(units: Units, key: string, within: readonly string[]): readonly string[] {
  const own = new Set(within);
  const top = rankOf(units.get(key));
  const goesHere = (key: string) => {
    const ends = endsOf(units, key);
    return ends.length > 0 && ends.every((end) => own.has(end));
  };
  const earlier = units.all().filter((unit) => !own.has(unit.key) && rankOf(unit) <= top && goesHere(unit.key));
  return [...within, ...earlier.map((unit) => unit.key)];
}

/** What a unit consists of or has become, in its last units. */
function endsOf(units: Units, key: string): readonly string[] {
  return units.within(key).filter((each) => units.within(each).length === 1);
}

function rankOf(unit: Unit | undefined): number {
  return unit ? ranks[unit.level] : -1;
}
