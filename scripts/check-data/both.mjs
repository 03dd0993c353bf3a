import { startPostgres } from '../../tests/support/postgres.mjs';
import { withFolder } from './run.mjs';

/** @typedef {{ data: string, env?: Record<string, string> }} Place where a centre keeps its rows */

/** Does the same with an empty centre on SQLite and with one on PostgreSQL.
 * @param {(name: string, place: Place) => Promise<void>} use */
export async function onBoth(use) {
  await withFolder((data) => use('SQLite', { data }));
  const postgres = await startPostgres({ durable: true });
  try {
    await withFolder((data) => use('PostgreSQL', { data, env: { HAIDANG_DATABASE_URL: postgres.url } }));
  } finally {
    await postgres.stop();
  }
}
