import type { Filter, Json, Test, Value } from '@haidang/sdk';
import { addDays, addMonths, instantOf, midnight, wallOf } from './calendar.ts';
import { bare } from './vietnamese.ts';
import { comparePlain, kindOf, type Row, splitPath, type World } from './world.ts';

const seen = new WeakMap<World, { [dataset: string]: readonly Row[] }>();

/** Rows of a dataset that the caller gets. */
export function visible(dataset: string, world: World): readonly Row[] {
  const known = seen.get(world) ?? {};
  seen.set(world, known);
  const scope = world.scopes[dataset];
  const rows = world.rows[dataset] ?? [];
  known[dataset] ??= scope ? rows.filter((row) => holds(scope, row, dataset, world)) : rows;
  return known[dataset];
}

/** Value of a field, or of a field of the record referred to where the caller gets that; `null` for none. */
export function cell(path: string, row: Row, world: World): Json {
  const [field, other] = splitPath(path);
  if (other === undefined) return row[field] ?? null;
  return visible(field, world).find(({ code }) => code === row[field])?.[other] ?? null;
}

/** Whether a row meets a filter of a query. */
export function holds(filter: Filter, row: Row, dataset: string, world: World): boolean {
  const { all, any, not } = filter as { all?: Filter[]; any?: Filter[]; not?: Filter };
  if (Array.isArray(all)) return all.every((each) => holds(each, row, dataset, world));
  if (Array.isArray(any)) return any.some((each) => holds(each, row, dataset, world));
  if (not) return !holds(not, row, dataset, world);
  return Object.entries(filter).every(([path, test]) => passes(path, test as Value | Test, { row, dataset, world }));
}

interface Place {
  readonly row: Row;
  readonly dataset: string;
  readonly world: World;
}

function passes(path: string, test: Value | Test, place: Place): boolean {
  const { row, world } = place;
  const value = cell(path, row, world);
  if (typeof test !== 'object' || 'field' in test) return same(value, meant(path, test, place));
  const { in: list, gt, gte, lt, lte, empty, has, within, near } = test;
  const order = (given: Value): number => {
    const other = meant(path, given, place);
    return value === null || other === null ? Number.NaN : comparePlain(value, other);
  };
  if (empty !== undefined && empty !== (value === null)) return false;
  if (list && !list.some((each) => same(value, meant(path, each, place)))) return false;
  if (gt !== undefined && !(order(gt) > 0)) return false;
  if (gte !== undefined && !(order(gte) >= 0)) return false;
  if (lt !== undefined && !(order(lt) < 0)) return false;
  if (lte !== undefined && !(order(lte) <= 0)) return false;
  if (has !== undefined && !holdsWord(value, has)) return false;
  if (typeof within === 'string' && !(typeof value === 'string' && liesIn(value, within, world))) return false;
  if (Array.isArray(within) && !inBox(value, within)) return false;
  return !near || (value !== null && metres(value, near) <= near[2]);
}

function same(a: Json, b: Json): boolean {
  return a !== null && b !== null && a === b;
}

/** What a value of a query stands for beside a field: another field, a moment, or itself. */
function meant(path: string, value: Value, { row, dataset, world }: Place): Json {
  if (typeof value === 'object') return cell(value.field, row, world);
  if (typeof value !== 'string') return value;
  const kind = kindOf(dataset, path, world);
  if (kind === 'unit' && value === 'this_unit') return world.thisUnit;
  if (kind === 'instant') return instantMeant(value, world.now);
  if (kind === 'date') return value.length === 10 && value[4] === '-' ? value : wallOf(instantMeant(value, world.now)).slice(0, 10);
  return value.normalize('NFC');
}

/** Instant of a day (its midnight), of a time with or without offset, or of `now-3h`, `today+2mo`. */
export function instantMeant(text: string, now: number): number {
  const [, word, amount, unit] = /^(now|today)(?:([+-]\d+)([a-z]+))?$/.exec(text) ?? [];
  if (word === undefined) return fixed(text);
  return moved(word === 'now' ? now : instantOf(midnight(wallOf(now))), Number(amount ?? 0), unit ?? 's');
}

/** So much later: hours and less as they pass, days and more on the calendar. */
export function moved(instant: number, by: number, unit: string): number {
  const elapsed = { s: 1000, m: 60_000, min: 60_000, h: 3_600_000 }[unit];
  if (elapsed !== undefined) return instant + Math.round(by * elapsed);
  if (by === 0) return instant;
  const wall = wallOf(instant);
  if (unit === 'd') return instantOf(addDays(wall, by));
  if (unit === 'w') return instantOf(addDays(wall, 7 * by));
  return instantOf(addMonths(wall, unit === 'y' ? 12 * by : by));
}

function fixed(text: string): number {
  if (text.length === 10) return instantOf(midnight(text));
  if (/(Z|[+-]\d\d:\d\d)$/.test(text)) return Date.parse(text);
  return instantOf(`${text}${'0000-00-00T00:00:00.000'.slice(text.length)}`);
}

function holdsWord(value: Json, word: Value): boolean {
  if (Array.isArray(value)) return value.includes(typeof word === 'string' ? word.normalize('NFC') : (word as Json));
  if (typeof value !== 'string') return false;
  const text = bare(value);
  return bare(String(word))
    .split(' ')
    .every((each) => text.includes(each));
}

/** Whether a unit is another one, lies in it, or came of what lies in it. */
function liesIn(unit: string, other: string, world: World): boolean {
  if (other === 'this_unit') return liesIn(unit, world.thisUnit, world);
  if (unit === other) return true;
  const above = [
    ...world.units.filter(({ key }) => key === unit).map(({ parent }) => parent),
    ...world.links.filter(({ to }) => to === unit).map(({ from }) => from),
  ];
  return above.some((each) => each !== undefined && liesIn(each, other, world));
}

function coordinates(value: Json): readonly [number, number] | undefined {
  return value === null ? undefined : (value as unknown as { readonly coordinates: readonly [number, number] }).coordinates;
}

function inBox(value: Json, [west = 0, south = 0, east = 0, north = 0]: readonly number[]): boolean {
  const [longitude, latitude] = coordinates(value) ?? [Number.NaN, Number.NaN];
  const isBetween = west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
  return latitude >= south && latitude <= north && isBetween;
}

/** Along the great circle, from the straight line through the globe. */
function metres(value: Json, [longitude, latitude]: readonly [number, number, number]): number {
  const onGlobe = ([lon, lat]: readonly [number, number]) => {
    const [a, b] = [(lon * Math.PI) / 180, (lat * Math.PI) / 180];
    return [Math.cos(b) * Math.cos(a), Math.cos(b) * Math.sin(a), Math.sin(b)] as const;
  };
  const [from, to] = [onGlobe(coordinates(value) ?? [Number.NaN, Number.NaN]), onGlobe([longitude, latitude])];
  const line = Math.hypot(from[0] - to[0], from[1] - to[1], from[2] - to[2]);
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, line / 2));
}
