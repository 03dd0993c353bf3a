import type { Store } from './dialect.ts';

/** What each store is called in PostgreSQL. */
export const types: { readonly [store in Store]: string } = {
  text: 'text',
  integer: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
  flag: 'smallint',
  instant: 'bigint',
  date: 'text',
  // Kept as it came: jsonb would put the names in another order than SQLite gives them.
  json: 'json',
  list: 'jsonb',
};
