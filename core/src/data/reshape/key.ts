import type { Knex } from 'knex';
import type { Dialect } from '../dialect/dialect.ts';
import { run } from '../dialect/statement.ts';
import { keyIndexName } from '../index-name.ts';
import { identifier, join, sql, whole } from '../query/sql.ts';
import { partitionTime } from '../retention/partitions.ts';
import { system, type Table } from '../table.ts';
import { ReshapeFault } from './fault.ts';
import type { Plan } from './plan.ts';

const mostTold = 10;

/** Throws where the key would lose the time by whose months the table is cut, or the time another type. */
export async function refuseUncut(connection: Knex, dialect: Dialect, table: Table, { versions }: Plan): Promise<void> {
  const parts = (await dialect.partitions?.partsOf(connection, table.name)) ?? [];
  if (parts.length === 0) return;
  const time = partitionTime(table, dialect)?.column;
  const isWidened = versions.some(({ steps }) => steps.some((step) => step.kind === 'convert' && step.to.column === time));
  if (time === undefined || isWidened)
    throw new ReshapeFault(['its table is cut into months by a time, which has to stay in the key and as it is']);
}

/** Takes the rows over to the key that the dataset declares; throws with the records that it cannot tell apart. The index that keeps it is made with the others. */
export async function rekey(connection: Knex, dialect: Dialect, table: Table): Promise<void> {
  await refuseUnkeyed(connection, table);
  await connection.raw('DROP INDEX IF EXISTS ??', [keyIndexName(table)]);
  await dialect.shape.require(connection, table.name, new Set(table.key));
}

async function refuseUnkeyed(connection: Knex, table: Table): Promise<void> {
  const name = identifier(table.name);
  const id = identifier(system.id);
  const key = table.key.map((column) => identifier(column));
  const isMissing = join(
    key.map((column) => sql`${column} IS NULL`),
    ' OR ',
  );
  const missing = await numbers(
    connection,
    sql`SELECT ${id} AS id FROM ${name} WHERE ${isMissing} ORDER BY ${id} LIMIT ${whole(mostTold)}`,
  );
  if (missing.length > 0) throw new ReshapeFault([`${words(missing)} have no value in a field of the new key (${table.key.join(', ')})`]);
  const list = join(key, ', ');
  const doubled = sql`SELECT ${list} FROM ${name} GROUP BY ${list} HAVING count(*) > 1`;
  const rows = await numbers(
    connection,
    sql`SELECT ${id} AS id FROM ${name} WHERE (${list}) IN (${doubled}) ORDER BY ${list}, ${id} LIMIT ${whole(mostTold)}`,
  );
  if (rows.length > 0) throw new ReshapeFault([`${words(rows)} would share a key (${table.key.join(', ')}) with another`]);
}

async function numbers(connection: Knex, statement: ReturnType<typeof sql>): Promise<readonly number[]> {
  return (await run(connection, statement.sql, statement.values)).map(({ id }) => Number(id));
}

/** Records by their numbers: what they hold may be personal. */
function words(ids: readonly number[]): string {
  return `the records ${ids.join(', ')}${ids.length === mostTold ? ' and maybe more' : ''}`;
}
