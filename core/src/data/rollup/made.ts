import type { Found, Reading } from '../query/reading.ts';
import { join, sql, whole } from '../query/sql.ts';
import { stateTable } from './rollup.ts';

/** Asks whether the roll-ups that a reading reads are still made as they are meant here: of the very state that is read. */
export function askMade(reading: Reading): (found: Found) => boolean {
  const { rollups } = reading;
  if (rollups.size === 0) return () => true;
  const each = [...rollups].map(({ name, definition }) => sql`(name = ${name} AND definition = ${definition})`);
  const selected = reading.select({
    columns: [{ name: 'n', store: 'integer' }],
    statement: sql`SELECT count(*) AS n FROM ${{ sql: stateTable, values: [] }} WHERE ready = ${whole(1)} AND (${join(each, ' OR ')})`,
  });
  return (found) => Number(selected.rows(found)[0]?.[0]) === rollups.size;
}
