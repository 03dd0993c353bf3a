import { isDeepStrictEqual } from 'node:util';
import type { L10n } from '@haidang/sdk';
import type { Knex } from 'knex';
import { type Clock, systemClock } from '../clock.ts';
import { unitColumns, unitLinkColumns } from './core-tables.ts';
import type { Database } from './database.ts';
import type { Cells, Dialect } from './dialect/dialect.ts';
import { type Entry, writeJournal } from './journal.ts';
import type { Unit, UnitLevel, UnitLink, Units } from './units.ts';

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

  constructor(database: Database, clock: Clock = systemClock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Takes over the units and links of the locality: units are added or brought up to date and never removed, since rows may name them; links become those that are given. */
  async load(units: readonly Unit[], links: readonly UnitLink[]): Promise<void> {
    const { dialect, write } = this.#database;
    await dialect.transaction(write, async (connection) => {
      await this.#write(connection, units, { caller: 'locality', action: 'load', keeps: false });
      const rows = links.map(({ from, to, sharePopulation, shareArea }) => [from, to, sharePopulation ?? null, shareArea ?? null]);
      await connection('unit_link').delete();
      await dialect.insert(connection, { table: 'unit_link', columns: unitLinkColumns, rows });
    });
    await this.reload();
  }

  /** Adds units that somebody brings along and the centre does not have yet; gives how many. Known ones stay as they are. */
  async bring(units: readonly Unit[], by: string): Promise<number> {
    const unknown = units.filter(({ key }) => !this.#units.has(key));
    if (unknown.length === 0) return 0;
    const { dialect, write } = this.#database;
    const added = await dialect.transaction(write, (connection) =>
      this.#write(connection, unknown, { caller: by, action: 'import', keeps: true }),
    );
    await this.reload();
    return added;
  }

  async reload(): Promise<void> {
    const { dialect, read } = this.#database;
    const [rows, links] = await Promise.all([read('unit').select().orderBy('key'), read('unit_link').select()]);
    const units = new Map<string, Unit>();
    const byCode = new Map<string, Unit[]>();
    const next = new Map<string, string[]>();
    for (const row of rows) {
      const unit = toUnit(dialect, row);
      units.set(unit.key, unit);
      add(byCode, unit.code, unit);
      if (unit.parent !== undefined) add(next, unit.parent, unit.key);
    }
    for (const { from_key, to_key } of links) add(next, from_key, to_key);
    this.#units = units;
    this.#byCode = byCode;
    this.#next = next;
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

  async #write(
    connection: Knex,
    units: readonly Unit[],
    { caller, action, keeps }: { readonly caller: string; readonly action: string; readonly keeps: boolean },
  ): Promise<number> {
    const { dialect } = this.#database;
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

/** Values in the order of the columns. */
function valuesOf({ key, code, version, level, title, parent, validFrom, validTo, point, pointKm, legal }: Unit): readonly unknown[] {
  return [key, code, version, level, title, parent, validFrom, validTo, point?.[0], point?.[1], pointKm, legal];
}

function toUnit(dialect: Dialect, row: { readonly [column: string]: unknown }): Unit {
  const { key, code, version, level, title, parent, valid_from, valid_to, longitude, latitude, point_km, legal } = row;
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
  };
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
