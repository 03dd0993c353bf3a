import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Dialect } from '../dialect/dialect.ts';
import type { Column } from '../table.ts';
import type { UnitLevel } from '../units.ts';
import { daysOfChange, isInForce, type UnitsInTime } from './life.ts';
import { bases, placesOn, sharesOn } from './shares.ts';

/** What former units have become, from the day `since` on; read by queries that ask for the boundaries in force. */
const shareColumns: readonly Column[] = [
  { name: 'since', store: 'date' },
  { name: 'basis', store: 'text' },
  { name: 'from_key', store: 'text' },
  { name: 'to_key', store: 'text' },
  { name: 'population', store: 'number' },
  { name: 'area', store: 'number' },
  { name: 'former', store: 'flag' },
];

/** In what units lie from the day `since` on, where their list says otherwise. */
const placeColumns: readonly Column[] = [
  { name: 'since', store: 'date' },
  { name: 'level', store: 'text' },
  { name: 'key', store: 'text' },
  { name: 'place', store: 'text' },
];

const placeLevels: readonly UnitLevel[] = ['ward', 'province'];

export async function createShareTables(connection: Knex, dialect: Dialect): Promise<void> {
  const create = (table: string, columns: readonly Column[], key: string) =>
    connection.raw(
      `CREATE TABLE IF NOT EXISTS ${table} (${columns
        .map(({ name, store }) => `${name} ${dialect.columnType(store)} NOT NULL`)
        .join(', ')}, PRIMARY KEY (${key}))${dialect.tableOptions}`,
    );
  await create('unit_share', shareColumns, 'since, basis, from_key, to_key');
  await create('unit_place', placeColumns, 'since, level, key');
}

/** The day since when the boundaries of a day count; empty before the first list. */
export function sinceOf(days: readonly string[], day: string): string {
  return days.findLast((each) => each <= day) ?? '';
}

/** Computes both tables for every change since the first unit ended, those that are still to come too, and writes them where units or links have become others since. */
export async function keepShares(connection: Knex, dialect: Dialect, all: UnitsInTime): Promise<void> {
  const [firstEnd] = [...all.ends.values()].sort();
  // Until then all units were as their lists say. What was known at an earlier instant is told by the boundaries of then.
  const counting = daysOfChange(all).filter((each) => firstEnd !== undefined && firstEnd <= each);
  const name = 'unit-shares';
  const value = fingerprint(all, counting);
  const known = await connection('meta').where({ name }).first();
  if (known?.value === value) return;
  const shares: (readonly unknown[])[] = [];
  const places: (readonly unknown[])[] = [];
  for (const since of counting) {
    const standing = new Set([...all.units.keys()].filter((key) => isInForce(all, key, since)));
    for (const basis of bases)
      for (const { from, to, population, area, isFormer } of sharesOn(all, since, basis)) {
        shares.push([since, basis, from, to, population, area, isFormer ? 1 : 0]);
        standing.add(to);
      }
    for (const level of placeLevels)
      for (const { key, place } of placesOn(all, since, level, standing)) places.push([since, level, key, place]);
  }
  await connection('unit_share').delete();
  await connection('unit_place').delete();
  await dialect.insert(connection, { table: 'unit_share', columns: shareColumns, rows: shares });
  await dialect.insert(connection, { table: 'unit_place', columns: placeColumns, rows: places });
  await connection('meta').insert({ name, value }).onConflict('name').merge();
}

/** Changes with everything that the tables are made of, and with how they are made. */
function fingerprint({ units, links }: UnitsInTime, days: readonly string[]): string {
  const hash = createHash('sha256').update(`2 ${days.join(' ')}\n`);
  for (const { key, level, parent, validFrom, validTo } of units.values())
    hash.update(`${key} ${level} ${parent ?? ''} ${validFrom} ${validTo ?? ''}\n`);
  for (const all of links.values())
    for (const { from, to, sharePopulation, shareArea } of all) hash.update(`${from} ${to} ${sharePopulation ?? ''} ${shareArea ?? ''}\n`);
  return hash.digest('hex');
}
