import { isDeepStrictEqual } from 'node:util';
import type { L10n } from '@haidang/sdk';
import type { Knex } from 'knex';
import { type Clock, systemClock } from '../clock.ts';
import { unitColumns, unitLinkColumns } from './core-tables.ts';
import type { Database } from './database.ts';
import type { Cells, Dialect } from './dialect/dialect.ts';
import { type Entry, writeJournal } from './journal.ts';
import { formatLocalDay, localOf } from './query/calendar.ts';
import { daysOfChange, hasEnded, isInForce, linksBy, type UnitsInTime, unitsInTime } from './units/life.ts';
import { keepShares, sinceOf } from './units/share-tables.ts';
import { placesIn } from './units/shares.ts';
import type { BoundariesInForce, Unit, UnitChange, UnitLevel, UnitLink, Units, UnitType } from './units.ts';

/** What changes of units are called in the change log. */
export const unitsInLog = 'unit';

/** The units of the database, kept in memory: there are thousands at most, and every row that is written or read asks for some. */
export class UnitStore implements Units {
  readonly #database: Database;
  readonly #clock: Clock;
  #units: ReadonlyMap<string, Unit> = new Map();
  #byCode: ReadonlyMap<string, readonly Unit[]> = new Map();
  /** What lies directly below a unit, or became of it. */
  #next: ReadonlyMap<string, readonly string[]> = new Map();
  readonly #within = new Map<string, readonly string[]>();
  #inTime: UnitsInTime = unitsInTime(new Map(), []);
  #days: readonly string[] = [];
  readonly #versions = new Map<string, string>();

  constructor(database: Database, clock: Clock = systemClock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Takes over the units and links of the locality: units are added or brought up to date and never removed, since rows may name them; links become those that are given. */
  async load(units: readonly Unit[], links: readonly UnitLink[]): Promise<void> {
    const { dialect, write } = this.#database;
    const all = await dialect.transaction(write, async (connection) => {
      await this.#write(connection, units, { caller: 'locality', action: 'load', keeps: false });
      await this.#writeLinks(connection, links);
      return this.#keepShares(connection);
    });
    this.#take(all);
  }

  /** Adds units that somebody brings along and the centre does not have yet; gives how many. Known ones stay as they are. */
  async bring(units: readonly Unit[], by: string): Promise<number> {
    const unknown = units.filter(({ key }) => !this.#units.has(key));
    if (unknown.length === 0) return 0;
    const { dialect, write } = this.#database;
    const { added, all } = await dialect.transaction(write, async (connection) => ({
      added: await this.#write(connection, unknown, { caller: by, action: 'import', keeps: true }),
      all: await this.#keepShares(connection),
    }));
    this.#take(all);
    return added;
  }

  async reload(): Promise<void> {
    const { dialect, read } = this.#database;
    this.#take(await readAll(read, dialect));
  }

  #take(all: UnitsInTime): void {
    const byCode = new Map<string, Unit[]>();
    const next = new Map<string, string[]>();
    for (const unit of all.units.values()) {
      add(byCode, unit.code, unit);
      for (const parent of parentsOf(all, unit)) add(next, parent, unit.key);
    }
    for (const links of all.links.values()) for (const { from, to } of links) add(next, from, to);
    this.#units = all.units;
    this.#byCode = byCode;
    this.#next = next;
    this.#inTime = all;
    this.#days = daysOfChange(all);
    this.#versions.clear();
    this.#within.clear();
  }

  get(key: string): Unit | undefined {
    return this.#units.get(key);
  }

  all(): readonly Unit[] {
    return [...this.#units.values()];
  }

  byCode(code: string): readonly Unit[] {
    return this.#byCode.get(code) ?? [];
  }

  within(key: string): readonly string[] {
    let found = this.#within.get(key);
    if (!found && this.#units.has(key)) {
      const keys = new Set([key]);
      for (const each of keys) for (const next of this.#next.get(each) ?? []) keys.add(next);
      found = [...keys];
      this.#within.set(key, found);
    }
    return found ?? [];
  }

  withinAt(key: string, now: number): readonly string[] {
    const { since } = this.inForceAt(now);
    const name = `${key} ${since}`;
    let found = this.#within.get(name);
    if (!found) {
      const level = this.#units.get(key)?.level;
      const placed = level ? placesIn(this.#inTime, since, level, key) : [];
      found = [...new Set([...this.within(key), ...placed])];
      this.#within.set(name, found);
    }
    return found;
  }

  at(key: string, level: UnitLevel): string | undefined {
    const seen = new Set<string>();
    for (
      let unit = this.#units.get(key);
      unit && !seen.has(unit.key);
      unit = unit.parent === undefined ? undefined : this.#units.get(unit.parent)
    ) {
      if (unit.level === level) return unit.key;
      seen.add(unit.key);
    }
    return undefined;
  }

  isInForce(key: string, day: string): boolean {
    return isInForce(this.#inTime, key, day);
  }

  endOf(key: string): string | undefined {
    return this.#inTime.ends.get(key);
  }

  inForceAt(now: number): BoundariesInForce {
    const day = dayOf(now);
    const since = sinceOf(this.#days, day);
    const until = this.#days.find((each) => each > day);
    return { since, version: this.#versionOf(since), ...(until !== undefined && { until }) };
  }

  #versionOf(day: string): string {
    let version = this.#versions.get(day);
    if (version === undefined) {
      const standing = [...this.#units.values()].filter(({ key }) => isInForce(this.#inTime, key, day));
      version = standing.reduce((newest, unit) => (unit.version > newest ? unit.version : newest), '');
      this.#versions.set(day, version);
    }
    return version;
  }

  async #keepShares(connection: Knex): Promise<UnitsInTime> {
    const { dialect } = this.#database;
    const all = await readAll(connection, dialect);
    await keepShares(connection, dialect, all);
    return all;
  }

  /** Other processes on the database keep links in memory too: they are told when these are not what they were. */
  async #writeLinks(connection: Knex, links: readonly UnitLink[]): Promise<void> {
    const { dialect } = this.#database;
    const rows = links.map(({ from, to, sharePopulation, shareArea, change, resolution }) =>
      [from, to, sharePopulation, shareArea, change, resolution].map((value) => value ?? null),
    );
    const stored: readonly Readonly<Record<string, unknown>>[] = await connection('unit_link').select();
    const known = stored.map((row) => unitLinkColumns.map(({ name }) => row[name]));
    const inOrder = (list: readonly Cells[]) => list.map((cells) => JSON.stringify(cells)).sort();
    if (isDeepStrictEqual(inOrder(known), inOrder(rows))) return;
    await connection('unit_link').delete();
    await dialect.insert(connection, { table: 'unit_link', columns: unitLinkColumns, rows });
    const deed = { at: this.#clock.now(), caller: 'locality', action: 'load', dataset: unitsInLog };
    await writeJournal(connection, dialect, deed, [{ id: 0, name: 'links', kind: 'changed' }]);
  }

  async #write(
    connection: Knex,
    units: readonly Unit[],
    { caller, action, keeps }: { readonly caller: string; readonly action: string; readonly keeps: boolean },
  ): Promise<number> {
    const { dialect } = this.#database;
    // Who comes second, from another process, waits here and then sees what the first has written.
    await connection.raw("INSERT INTO meta (name, value) VALUES ('units', '') ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    const known = new Map<string, Unit>();
    for (const row of await connection('unit').select()) known.set(String(row.key), toUnit(dialect, row));
    const rows: Cells[] = [];
    const entries: Entry[] = [];
    for (const unit of new Map(units.map((each) => [each.key, each])).values()) {
      const before = known.get(unit.key);
      if (before && (keeps || isDeepStrictEqual(valuesOf(before), valuesOf(unit)))) continue;
      rows.push(valuesOf(unit).map((value, index) => dialect.encode(unitColumns[index]?.store ?? 'text', value)));
      entries.push({ id: 0, name: unit.key, kind: before ? 'changed' : 'added' });
    }
    await dialect.insert(connection, { table: 'unit', columns: unitColumns, rows, conflict: ['key'] });
    await writeJournal(connection, dialect, { at: this.#clock.now(), caller, action, dataset: unitsInLog }, entries);
    return entries.length;
  }
}

async function readAll(connection: Knex, dialect: Dialect): Promise<UnitsInTime> {
  const [rows, links] = await Promise.all([connection('unit').select().orderBy('key'), connection('unit_link').select()]);
  const units = rows.map((row: Row) => toUnit(dialect, row));
  return unitsInTime(new Map(units.map((unit) => [unit.key, unit])), links.map(toLink));
}

const sameUnit: ReadonlySet<UnitChange> = new Set(['unchanged', 'renamed', 'retyped']);

/** What a unit lies in. A list of changes need not repeat the units below one that only got another name or type: they go on in its new version. */
function parentsOf(all: UnitsInTime, { key, parent }: Unit): readonly string[] {
  if (parent === undefined) return [];
  const found = new Set([parent]);
  for (const each of found) {
    const end = all.ends.get(each);
    if (end === undefined || hasEnded(all, key, end)) continue;
    const [link, ...others] = linksBy(all, each, end);
    if (link?.change && sameUnit.has(link.change) && others.length === 0) found.add(link.to);
  }
  return [...found];
}

function dayOf(now: number): string {
  return formatLocalDay(localOf(now));
}

/** Values in the order of the columns. */
function valuesOf(unit: Unit): readonly unknown[] {
  const { key, code, version, level, title, parent, validFrom, validTo, point, pointKm, legal, type, population, areaKm2 } = unit;
  return [key, code, version, level, title, parent, validFrom, validTo, point?.[0], point?.[1], pointKm, legal, type, population, areaKm2];
}

interface Row {
  readonly [column: string]: unknown;
}

function toUnit(dialect: Dialect, row: Row): Unit {
  const {
    key,
    code,
    version,
    level,
    title,
    parent,
    valid_from,
    valid_to,
    longitude,
    latitude,
    point_km,
    legal,
    type,
    population,
    area_km2,
  } = row;
  return {
    key: String(key),
    code: String(code),
    version: String(version),
    level: level as UnitLevel,
    title: dialect.decode('json', title) as L10n,
    validFrom: String(valid_from),
    ...(parent !== null && { parent: String(parent) }),
    ...(valid_to !== null && { validTo: String(valid_to) }),
    ...(longitude !== null && latitude !== null && { point: [Number(longitude), Number(latitude)] as const }),
    ...(point_km !== null && { pointKm: Number(point_km) }),
    ...(legal !== null && { legal: String(legal) }),
    ...(type !== null && { type: type as UnitType }),
    ...(population !== null && { population: Number(population) }),
    ...(area_km2 !== null && { areaKm2: Number(area_km2) }),
  };
}

function toLink({ from_key, to_key, share_population, share_area, change_type, resolution }: Row): UnitLink {
  return {
    from: String(from_key),
    to: String(to_key),
    ...(share_population !== null && { sharePopulation: Number(share_population) }),
    ...(share_area !== null && { shareArea: Number(share_area) }),
    ...(change_type !== null && { change: change_type as UnitChange }),
    ...(resolution !== null && { resolution: String(resolution) }),
  };
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
