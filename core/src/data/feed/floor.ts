import type { Knex } from 'knex';
import type { LogPlace } from '../dialect/change-log.ts';
import { placeOf } from './in-order.ts';

const name = 'change_floor';

/** Up to where change rows were removed; nothing when all are there. */
export async function readFloor(connection: Knex): Promise<LogPlace | undefined> {
  const row: { value: string } | undefined = await connection('meta').where({ name }).first('value');
  const [transaction, id] = row?.value.split(':') ?? [];
  return transaction === undefined || id === undefined ? undefined : placeOf(transaction, id);
}

/** To be told in the transaction that removes the rows. */
export async function writeFloor(connection: Knex, { transaction, id }: LogPlace): Promise<void> {
  await connection('meta')
    .insert({ name, value: `${transaction}:${id}` })
    .onConflict('name')
    .merge();
}
