import type { Knex } from 'knex';
import type { TableSchema } from './schema.ts';

/** Lets a transaction write the same rows as the same text in the same order, whatever is usual on the server. */
export async function writeSteadily(connection: Knex): Promise<void> {
  const settings = ['synchronize_seqscans = off', 'max_parallel_workers_per_gather = 0', 'extra_float_digits = 1', "datestyle = 'ISO'"];
  for (const setting of settings) await connection.raw(`SET LOCAL ${setting}`);
}

/** The order in which rows are written and compared: that of their key, of texts by code point; without a key as they lie. */
export function orderOf({ key, columns }: TableSchema): string {
  if (key.length === 0) return '';
  const texts = new Set(columns.filter(({ type }) => /^(text|character)/.test(type)).map(({ name }) => name));
  return ` ORDER BY ${key.map((name) => `"${name}"${texts.has(name) ? ' COLLATE "C"' : ''}`).join(', ')}`;
}
