import type { Unit, UnitLink } from '../units.ts';

/** Units and what became of them, as far as both are known. */
export interface UnitsInTime {
  readonly units: ReadonlyMap<string, Unit>;
  /** Links from a unit to others that are known. */
  readonly links: ReadonlyMap<string, readonly UnitLink[]>;
  /** First day on which a unit is no longer in force; absent while no end is known. */
  readonly ends: ReadonlyMap<string, string>;
}

/** Puts units and links in time. A unit ends by its own `validTo`, when a newer version of its code begins, or when the first unit begins that it became: whichever comes first. */
export function unitsInTime(units: ReadonlyMap<string, Unit>, links: readonly UnitLink[]): UnitsInTime {
  const from = new Map<string, UnitLink[]>();
  for (const link of links) {
    if (link.from === link.to || !units.has(link.from) || !units.has(link.to)) continue;
    const list = from.get(link.from);
    if (list) list.push(link);
    else from.set(link.from, [link]);
  }
  const ends = new Map<string, string>();
  const end = (key: string, day: string | undefined) => {
    const known = ends.get(key);
    if (day !== undefined && (known === undefined || day < known)) ends.set(key, day);
  };
  const versions = new Map<string, Unit[]>();
  for (const unit of units.values()) {
    end(unit.key, unit.validTo);
    for (const { to } of from.get(unit.key) ?? []) end(unit.key, beginOf(units.get(to)));
    const known = versions.get(unit.code);
    if (known) known.push(unit);
    else versions.set(unit.code, [unit]);
  }
  for (const all of versions.values()) {
    all.sort((a, b) => (a.version < b.version ? -1 : 1));
    for (const [index, { key }] of all.entries()) end(key, beginOf(all[index + 1]));
  }
  return { units, links: from, ends };
}

/** A unit of a list does not replace another one before the list counts. */
function beginOf(unit: Unit | undefined): string | undefined {
  return unit && (unit.validFrom > unit.version ? unit.validFrom : unit.version);
}

export function hasEnded({ ends }: UnitsInTime, key: string, day: string): boolean {
  const end = ends.get(key);
  return end !== undefined && end <= day;
}

export function isInForce(all: UnitsInTime, key: string, day: string): boolean {
  const unit = all.units.get(key);
  return unit !== undefined && unit.validFrom <= day && !hasEnded(all, key, day);
}

/** Links of a unit to what it has become by a day. */
export function linksBy({ units, links }: UnitsInTime, key: string, day: string): readonly UnitLink[] {
  return (links.get(key) ?? []).filter(({ to }) => (beginOf(units.get(to)) ?? day) <= day);
}

/** The one unit that a unit has become by a day; itself while it is in force or where it became several. */
export function successorOf(all: UnitsInTime, key: string, day: string): string {
  const seen = new Set([key]);
  for (let at = key; ; ) {
    const [link, ...others] = hasEnded(all, at, day) ? linksBy(all, at, day) : [];
    if (!link || others.length > 0 || seen.has(link.to)) return at;
    at = link.to;
    seen.add(at);
  }
}

/** Days on which a unit begins or ends, in order. */
export function daysOfChange({ units, ends }: UnitsInTime): readonly string[] {
  return [...new Set([...[...units.values()].map(({ validFrom }) => validFrom), ...ends.values()])].sort();
}
