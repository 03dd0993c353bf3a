import type { Unit, UnitLevel, UnitLink } from '../units.ts';
import { hasEnded, isInForce, linksBy, successorOf, type UnitsInTime } from './life.ts';

/** What shares are of: people, surface, or both for figures that need the two side by side. */
export const bases = ['population', 'area', 'both'] as const;
export type Basis = (typeof bases)[number];

/** The part of a former unit that another one has now. `isFormer`: this one is not in force either, since nothing says how it was divided. */
export interface Share {
  readonly from: string;
  readonly to: string;
  readonly population: number;
  readonly area: number;
  readonly isFormer: boolean;
}

// Shares are given with three decimals or more; several of them may miss 1 by a little.
const tolerance = 0.001;

/** Whether shares add up to the whole. */
export function isWhole(shares: readonly number[]): boolean {
  return Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) <= tolerance;
}

/** What each former unit has become by a day, through any number of changes. The parts of a unit always add up to 1. */
export function sharesOn(all: UnitsInTime, day: string, basis: Basis): readonly Share[] {
  const known = new Map<string, readonly Part[]>();
  return [...all.units.keys()]
    .filter((key) => hasEnded(all, key, day))
    .flatMap((from) => partsOf(from, { all, day, basis, known, above: new Set() }).map((part) => ({ from, ...part })));
}

type Part = Omit<Share, 'from'>;

interface Dividing {
  readonly all: UnitsInTime;
  readonly day: string;
  readonly basis: Basis;
  readonly known: Map<string, readonly Part[]>;
  /** Units whose parts are being looked for. */
  readonly above: ReadonlySet<string>;
}

function partsOf(key: string, dividing: Dividing): readonly Part[] {
  const { all, day, known, above } = dividing;
  const found = known.get(key);
  if (found) return found;
  const whole = (isFormer: boolean): readonly Part[] => [{ to: key, population: 1, area: 1, isFormer }];
  if (!hasEnded(all, key, day)) return whole(!isInForce(all, key, day));
  const links = linksBy(all, key, day);
  const divided = divide(links, dividing.basis);
  // Units that became each other are a mistake of the list; they are left as they are.
  if (!divided || links.some(({ to }) => to === key || above.has(to))) return whole(true);
  const below = { ...dividing, above: new Set([...above, key]) };
  const parts = new Map<string, Part>();
  for (const [index, { to }] of links.entries()) {
    const own = divided[index];
    if (!own || (own.population === 0 && own.area === 0)) continue;
    for (const part of partsOf(to, below)) {
      const before = parts.get(part.to);
      parts.set(part.to, {
        ...part,
        population: (before?.population ?? 0) + own.population * part.population,
        area: (before?.area ?? 0) + own.area * part.area,
      });
    }
  }
  const made = [...parts.values()];
  known.set(key, made);
  return made;
}

/** Shares of a unit by its links; nothing where they are not known or do not add up. */
function divide(links: readonly UnitLink[], basis: Basis): readonly { readonly population: number; readonly area: number }[] | undefined {
  const population = basis === 'area' ? undefined : fractions(links.map(({ sharePopulation }) => sharePopulation));
  const area = basis === 'population' ? undefined : fractions(links.map(({ shareArea }) => shareArea));
  if (links.length === 0 || (basis !== 'area' && !population) || (basis !== 'population' && !area)) return undefined;
  return links.map((_, index) => ({ population: (population ?? area)?.[index] ?? 0, area: (area ?? population)?.[index] ?? 0 }));
}

/** Of a unit that became one other nothing has to be said. */
function fractions(shares: readonly (number | undefined)[]): readonly number[] | undefined {
  if (shares.length === 1 && shares[0] === undefined) return [1];
  const known = shares.filter((share) => share !== undefined);
  if (known.length < shares.length || known.some((share) => share < 0) || !isWhole(known)) return undefined;
  const sum = known.reduce((total, share) => total + share, 0);
  return known.map((share) => share / sum);
}

/** The unit of a level that another one lies in. */
export interface Place {
  readonly key: string;
  readonly place: string;
}

/** Where some units lie by a day, as far as it differs from the parents that their list gives: these may have become another unit since. */
export function placesOn(all: UnitsInTime, day: string, level: UnitLevel, keys: ReadonlySet<string>): readonly Place[] {
  return [...keys].flatMap((key) => {
    const unit = all.units.get(key);
    const place = unit && placeOf(all, unit, level, day, new Set());
    return !unit || place === undefined || place === parentAt(all, unit, level) ? [] : [{ key, place }];
  });
}

/** Units that lie in one of a level by a day. */
export function placesIn(all: UnitsInTime, day: string, level: UnitLevel, key: string): readonly string[] {
  return [...all.units.values()].filter((unit) => placeOf(all, unit, level, day, new Set()) === key).map((unit) => unit.key);
}

function placeOf(all: UnitsInTime, unit: Unit, level: UnitLevel, day: string, seen: ReadonlySet<string>): string | undefined {
  if (unit.level === level) return unit.key;
  if (seen.has(unit.key)) return undefined;
  const below = new Set([...seen, unit.key]);
  const placeOfKey = (key: string | undefined) => {
    const other = key === undefined ? undefined : all.units.get(key);
    return other && placeOf(all, other, level, day, below);
  };
  const became = hasEnded(all, unit.key, day) ? linksBy(all, unit.key, day).map(({ to }) => placeOfKey(to)) : [];
  const [first] = became;
  if (first !== undefined && became.every((place) => place === first)) return first;
  const place = placeOfKey(unit.parent);
  return place === undefined ? undefined : successorOf(all, place, day);
}

function parentAt({ units }: UnitsInTime, unit: Unit, level: UnitLevel): string | undefined {
  const seen = new Set<string>();
  for (let at: Unit | undefined = unit; at && !seen.has(at.key); at = at.parent === undefined ? undefined : units.get(at.parent)) {
    if (at.level === level) return at.key;
    seen.add(at.key);
  }
  return undefined;
}
