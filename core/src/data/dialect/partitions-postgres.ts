import type { Knex } from 'knex';
import { type Partitions, partOf } from './partitions.ts';

// Readers and writers are not kept waiting by one who waits for them.
const patience = "SET LOCAL lock_timeout = '500ms'";
// The part is there already; rows of its time stand in the rest; others hold the table.
const expected: ReadonlySet<unknown> = new Set(['42P07', '42P17', '23514', '55P03', '40P01']);

export const postgresPartitions: Partitions = {
  serial: 'bigserial NOT NULL',
  by: (column) => ` PARTITION BY RANGE ("${column}")`,

  async addRest(connection, table) {
    await connection.raw(`CREATE TABLE "${partOf(table, 'rest')}" PARTITION OF "${table}" DEFAULT`);
  },

  coarse: 'USING brin',

  async partsOf(connection, table) {
    const sql = 'SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = to_regclass(?) ORDER BY 1';
    const { rows }: { rows: { name: string }[] } = await connection.raw(sql, [`"${table}"`]);
    return rows.map(({ name }) => name.replaceAll('"', ''));
  },

  add: (write, { table, name, from, to }) =>
    patiently(write, async (connection) => {
      const bound = (value: number | string) => (typeof value === 'number' ? String(value) : `'${value}'`);
      await connection.raw(`CREATE TABLE "${name}" PARTITION OF "${table}" FOR VALUES FROM (${bound(from)}) TO (${bound(to)})`);
    }),

  drop: (write, { table, name }) =>
    patiently(write, async (connection) => {
      await connection.raw(`LOCK TABLE "${table}" IN ACCESS EXCLUSIVE MODE`);
      const { rows }: { rows: unknown[] } = await connection.raw(`SELECT 1 FROM "${name}" LIMIT 1`);
      if (rows.length === 0) await connection.raw(`DROP TABLE "${name}"`);
    }),
};

async function patiently(write: Knex, work: (connection: Knex) => Promise<void>): Promise<void> {
  try {
    await write.transaction(async (connection) => {
      await connection.raw(patience);
      await work(connection);
    });
  } catch (error) {
    if (!expected.has(error instanceof Error && 'code' in error ? error.code : undefined)) throw error;
  }
}
