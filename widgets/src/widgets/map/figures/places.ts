import type { Geography, GeographyUnit, GeoPosition, Json, Result, WidgetContext } from '@haidang/sdk';
import { type Column, codeAt } from '../../columns.ts';

/** A unit as a map knows it: from the geography, or only from the data. */
export type Place = Pick<GeographyUnit, 'key' | 'point' | 'boundary'> & Partial<GeographyUnit>;

/** Units of a map: those that cover it together, and those that figures speak of besides. */
export interface Places {
  readonly drawn: readonly Place[];
  /** Known, but of another level or time than what is drawn: drawn they would lie over the others. */
  readonly besides: readonly Place[];
  /** The drawn ones are no longer in force. */
  readonly isFormer: boolean;
}

/** Chooses the units to draw: those of the level and the time that most figures speak of, with all their neighbours of the same kind. */
export function placesFor({
  keys,
  geography,
  own,
  today,
}: {
  readonly keys: readonly string[];
  readonly geography: Geography | undefined;
  /** Positions that come with the data. */
  readonly own: ReadonlyMap<string, GeoPosition>;
  /** ISO 8601 date. */
  readonly today: string;
}): Places {
  const units = new Map((geography?.units ?? []).map((unit) => [unit.key, unit]));
  const named = keys.map((key) => units.get(key)).filter((unit) => unit !== undefined);
  if (named.length === 0 && own.size > 0) return { drawn: [...own].map(([key, point]) => ({ key, point })), besides: [], isFormer: false };
  const home = [...units.values()].filter((unit) => unit.own);
  const all = home.length > 0 ? home : [...units.values()];
  const kinds = named.length > 0 ? named : all.filter((unit) => isInForce(unit, today));
  const level = named.length > 0 ? mostOften(kinds.map((unit) => unit.level)) : lowest(kinds);
  const ofLevel = kinds.filter((unit) => unit.level === level);
  const isFormer = ofLevel.filter((unit) => !isInForce(unit, today)).length > ofLevel.length / 2;
  const fits = (unit: GeographyUnit) => unit.level === level && isInForce(unit, today) !== isFormer;
  const chosen = new Set([...all.filter(fits), ...named.filter(fits)]);
  const version = isFormer ? mostOften([...named.filter(fits)].map((unit) => unit.validFrom)) : undefined;
  const drawn = [...chosen].filter((unit) => version === undefined || unit.validFrom === version || named.includes(unit));
  return { drawn, besides: named.filter((unit) => !chosen.has(unit)), isFormer };
}

/** Boundaries of units of a level that are no longer in force, to be dashed over today's. */
export function formerUnits(geography: Geography | undefined, { drawn, isFormer }: Places, today: string): readonly GeographyUnit[] {
  const level = drawn[0]?.level;
  if (isFormer || level === undefined) return [];
  return (geography?.units ?? []).filter(
    (unit) => unit.level === level && unit.boundary && !isInForce(unit, today) && unit.validFrom < today,
  );
}

/** Tells which units the page asks for: those that its variables name and what lies in them, or all where they name none. */
export function askedUnits(geography: Geography | undefined, vars: WidgetContext['vars']): (key: string) => boolean {
  const units = new Map((geography?.units ?? []).map((unit) => [unit.key, unit]));
  const named = new Set(
    Object.values(vars)
      .flat()
      .map(String)
      .filter((value) => units.has(value)),
  );
  const isNamed = (key: string | undefined): boolean => key !== undefined && (named.has(key) || isNamed(units.get(key)?.parent));
  return (key) => named.size === 0 || isNamed(key);
}

/** Positions of rows by unit, where a column holds positions. */
export function positionsOf(result: Result | undefined, unit: Column | undefined): ReadonlyMap<string, GeoPosition> {
  const found = new Map<string, GeoPosition>();
  if (!result || !unit) return found;
  for (const row of result.rows) {
    const position = row.map(positionIn).find((one) => one !== undefined);
    if (position) found.set(codeAt(row, unit.at), position);
  }
  return found;
}

/** Longitude and latitude of a cell that is a GeoJSON point; nothing for what is none. */
export function positionIn(cell: Json | undefined): GeoPosition | undefined {
  if (typeof cell !== 'object' || cell === null || !('coordinates' in cell) || !Array.isArray(cell.coordinates)) return undefined;
  const [longitude, latitude]: readonly (Json | undefined)[] = cell.coordinates;
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return undefined;
  return Number.isFinite(longitude) && Number.isFinite(latitude) && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
    ? [longitude, latitude]
    : undefined;
}

function isInForce({ validFrom, validTo }: GeographyUnit, today: string): boolean {
  return validFrom <= today && (validTo === undefined || today < validTo);
}

const levels = ['ward', 'district', 'province'] as const;

function lowest(units: readonly GeographyUnit[]): GeographyUnit['level'] | undefined {
  return levels.find((level) => units.some((unit) => unit.level === level));
}

function mostOften<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce<[T, number] | undefined>((best, one) => (best && best[1] >= one[1] ? best : one), undefined)?.[0];
}
