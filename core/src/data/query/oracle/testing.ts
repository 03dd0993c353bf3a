import { type Filter, fold, type Json, type Measure, type Query, sortKey, type Test } from '@haidang/sdk';
import type { Row } from '../../cells.ts';
import type { Unit } from '../../units.ts';

// A second, naive reading of the query language, for tests: plain loops over rows in memory, no SQL and none of the engine's code.

/** What the oracle knows of a dataset. Fields that are not named here hold text or other plain values. */
export interface OracleData {
  readonly rows: readonly Row[];
  readonly key: string;
  readonly time: string;
  readonly instants: ReadonlySet<string>;
  /** Fields that sort by the Vietnamese alphabet. */
  readonly texts: ReadonlySet<string>;
  /** Records that a field refers to, by their key. */
  readonly refs: { readonly [field: string]: ReadonlyMap<string, Row> };
  readonly units: readonly Unit[];
  readonly links: readonly { readonly from: string; readonly to: string }[];
  readonly now: number;
}

type Cell = Json;

/** Rows of the answer to a query, all pages of it. `time` is given by bounds. */
export function ask(query: Query, data: OracleData): Cell[][] {
  const time = query.time as { readonly from: string; readonly to: string } | undefined;
  const rows = data.rows.filter((row) => holds(query.where ?? {}, row, data));
  const during = (from: number, to: number) => rows.filter((row) => inPeriod(cellAt(data.time, row, data), from, to, data));
  const bounds = time && ([instantOf(time.from), instantOf(time.to)] as const);
  const current = bounds ? during(...bounds) : rows;
  if (!query.measures) {
    const sorted = [...current].sort((a, b) => compareRows(a, b, [...(query.sort ?? []), data.key], data));
    return sorted.map((row) => (query.select ?? []).map((path) => shown(path, cellAt(path, row, data), data)));
  }
  const measures = Object.values(query.measures);
  const table = new Map<string, { key: Cell[]; sets: Row[][] }>();
  const sets = [current];
  if (bounds && query.compare?.includes('previous')) sets.push(during(bounds[0] - (bounds[1] - bounds[0]), bounds[0]));
  for (const [index, set] of sets.entries()) {
    if (!query.by) table.set('', table.get('') ?? { key: [], sets: sets.map(() => []) });
    for (const row of set) {
      const key = (query.by ?? []).map((group) => bucketOf(group, row, data));
      const name = query.by ? JSON.stringify(key) : '';
      const group = table.get(name) ?? { key, sets: sets.map(() => []) };
      table.set(name, group);
      group.sets[index]?.push(row);
    }
  }
  return [...table.values()].map(({ key, sets: groups }) => [
    ...key,
    ...measures.flatMap((measure) => groups.map((group) => figure(measure, group, data))),
  ]);
}

function holds(filter: Filter, row: Row, data: OracleData): boolean {
  const { all, any, not } = filter as { all?: Filter[]; any?: Filter[]; not?: Filter };
  if (all) return all.every((each) => holds(each, row, data));
  if (any) return any.some((each) => holds(each, row, data));
  if (not) return !holds(not, row, data);
  return Object.entries(filter).every(([path, test]) => passes(path, test as Json | Test, row, data));
}

function passes(path: string, test: Json | Test, row: Row, data: OracleData): boolean {
  const value = cellAt(path, row, data);
  const operand = (given: unknown): Cell => {
    if (typeof given === 'object' && given !== null && 'field' in given) return cellAt(String(given.field), row, data);
    if (data.instants.has(path) && typeof given === 'string') return instantOf(given, data.now);
    return typeof given === 'string' ? given.normalize('NFC') : (given as Cell);
  };
  if (typeof test !== 'object' || test === null || 'field' in test) return value !== null && value === operand(test);
  const { in: list, gt, gte, lt, lte, empty, has, within, near } = test as Test;
  const order = (given: unknown) => (value === null || operand(given) === null ? Number.NaN : compare(value, operand(given)));
  if (empty !== undefined && empty !== (value === null)) return false;
  if (list && !(value !== null && list.some((each) => operand(each) === value))) return false;
  if (gt !== undefined && !(order(gt) > 0)) return false;
  if (gte !== undefined && !(order(gte) >= 0)) return false;
  if (lt !== undefined && !(order(lt) < 0)) return false;
  if (lte !== undefined && !(order(lte) <= 0)) return false;
  if (
    has !== undefined &&
    !(Array.isArray(value)
      ? value.includes(has as Json)
      : typeof value === 'string' &&
        fold(String(has))
          .split(' ')
          .every((word) => fold(value).includes(word)))
  )
    return false;
  if (typeof within === 'string' && !(typeof value === 'string' && liesIn(value, within, data))) return false;
  if (Array.isArray(within) && !inBox(value, within)) return false;
  return !near || (value !== null && distance(value, near) <= (near[2] ?? 0));
}

function liesIn(unit: string, other: string, data: OracleData): boolean {
  if (unit === other) return true;
  const above = [
    ...data.units.filter(({ key }) => key === unit).map(({ parent }) => parent),
    ...data.links.filter(({ to }) => to === unit).map(({ from }) => from),
  ];
  return above.some((each) => each !== undefined && liesIn(each, other, data));
}

function inBox(value: Cell, [west = 0, south = 0, east = 0, north = 0]: readonly number[]): boolean {
  const [longitude, latitude] = coordinates(value);
  return (
    latitude >= south &&
    latitude <= north &&
    (west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east)
  );
}

function distance(value: Cell, near: readonly number[]): number {
  const radians = (degrees: number | undefined) => ((degrees ?? 0) * Math.PI) / 180;
  const [[lon1, lat1], [lon2, lat2]] = [coordinates(value).map(radians), near.map(radians)] as [[number, number], [number, number]];
  return 6_371_008.8 * Math.acos(Math.min(1, Math.sin(lat1) * Math.sin(lat2) + Math.cos(lat1) * Math.cos(lat2) * Math.cos(lon1 - lon2)));
}

function coordinates(value: Cell): readonly [number, number] {
  const point = value as { readonly coordinates: readonly [number, number] } | null;
  return point ? point.coordinates : [Number.NaN, Number.NaN];
}

/** Value of a field, or of the record referred to; instants as milliseconds. */
function cellAt(path: string, row: Row, data: OracleData): Cell {
  const [name = '', other] = path.split('.');
  const value = row[name] ?? null;
  if (other !== undefined) return data.refs[name]?.get(String(value))?.[other] ?? null;
  return data.instants.has(path) && value !== null ? Date.parse(String(value)) : value;
}

function shown(path: string, value: Cell, data: OracleData): Cell {
  return data.instants.has(path) && typeof value === 'number' ? new Date(value).toISOString() : value;
}

function inPeriod(value: Cell, from: number, to: number, data: OracleData): boolean {
  if (value === null) return false;
  const at = data.instants.has(data.time) ? Number(value) : instantOf(String(value));
  return at >= from && at < to;
}

const midnights = new Map<string, number>();

/** Instant of "2026-11-21" (its midnight in Asia/Ho_Chi_Minh), of an instant with offset, or of `now`. */
function instantOf(text: string, now = Number.NaN): number {
  if (text === 'now') return now;
  if (text.length > 10) return Date.parse(text);
  const known = midnights.get(text) ?? midnightOf(text);
  midnights.set(text, known);
  return known;
}

/** Tries offsets until the wall clock shows midnight of that day. */
function midnightOf(text: string): number {
  for (let ahead = 9 * 3_600_000; ahead >= 0; ahead -= 10_000) {
    if (localOf(Date.parse(text) - ahead).startsWith(`${text}T00:00:00`)) return Date.parse(text) - ahead;
  }
  throw new Error(`no midnight on ${text}`);
}

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short', timeStyle: 'medium' });

/** Wall clock in Asia/Ho_Chi_Minh: "2026-11-21T14:32:07". */
export function localOf(ms: number): string {
  return clock.format(ms).replace(' ', 'T');
}

function bucketOf(group: NonNullable<Query['by']>[number], row: Row, data: OracleData): Cell {
  if (typeof group === 'string') return shown(group, cellAt(group, row, data), data);
  const value = cellAt(group.field, row, data);
  if (value === null) return null;
  if (group.grain === 'ward' || group.grain === 'province') return unitAt(String(value), group.grain, data);
  const local = data.instants.has(group.field) ? localOf(Number(value)) : String(value);
  const [year = '', month = '', day = ''] = local.slice(0, 10).split('-');
  switch (group.grain) {
    case 'hour':
      return local.slice(0, 13);
    case 'day':
      return `${year}-${month}-${day}`;
    case 'week': {
      const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
      while (date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1);
      return date.toISOString().slice(0, 10);
    }
    case 'month':
      return `${year}-${month}-01`;
    case 'quarter':
      return `${year}-${['01', '04', '07', '10'][Math.floor((Number(month) - 1) / 3)]}-01`;
    case 'year':
      return `${year}-01-01`;
  }
}

function unitAt(key: string, level: string, data: OracleData): Cell {
  const unit = data.units.find((each) => each.key === key);
  if (!unit) return null;
  return unit.level === level ? key : unit.parent === undefined ? null : unitAt(unit.parent, level, data);
}

function figure(measure: Measure, group: readonly Row[], data: OracleData): Cell {
  const rows = group.filter((row) => holds(measure.where ?? {}, row, data));
  if (measure.fn === 'count') return rows.length;
  const path = measure.field;
  const known = rows.filter((row) => cellAt(path, row, data) !== null);
  const values = known.map((row) => cellAt(path, row, data));
  if (measure.fn === 'count-distinct') return new Set(values.map((value) => JSON.stringify(value))).size;
  if (measure.fn === 'last') {
    const timed = known.filter((row) => cellAt(data.time, row, data) !== null);
    const [last] = timed.sort((a, b) => compareRows(a, b, [`-${data.time}`, `-${data.key}`], data));
    return last ? shown(path, cellAt(path, last, data), data) : null;
  }
  if (values.length === 0) return null;
  const sorted = [...values].sort(compare);
  const numbers = sorted.map(Number);
  const sum = numbers.reduce((total, value) => total + value, 0);
  switch (measure.fn) {
    case 'sum':
      return sum;
    case 'avg':
      return sum / numbers.length;
    case 'min':
      return shown(path, sorted[0] ?? null, data);
    case 'max':
      return shown(path, sorted.at(-1) ?? null, data);
    default: {
      const place = (measure.fn === 'median' ? 0.5 : 0.9) * (numbers.length - 1);
      const low = numbers[Math.floor(place)] ?? 0;
      return low + (place - Math.floor(place)) * ((numbers[Math.ceil(place)] ?? 0) - low);
    }
  }
}

function compareRows(a: Row, b: Row, sort: readonly string[], data: OracleData): number {
  for (const word of sort) {
    const path = word.replace('-', '');
    const [x, y] = [cellAt(path, a, data), cellAt(path, b, data)];
    if (x === null || y === null) {
      if (x !== y) return x === null ? 1 : -1;
      continue;
    }
    const difference = data.texts.has(path) ? compare(sortKey(String(x)), sortKey(String(y))) : compare(x, y);
    if (difference !== 0) return word.startsWith('-') ? -difference : difference;
  }
  return 0;
}

function compare(a: Cell, b: Cell): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}
