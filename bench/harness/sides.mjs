// The two servers, each in a process of its own on a copy of the same data.
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connect } from './load.mjs';
import { startProcess } from './process.mjs';
import { reportsIn } from './rows.mjs';
import { numberIn } from './schema.mjs';

/** @typedef {import('./databases.mjs').Databases} Databases */
/** @typedef {import('./databases.mjs').Place} Place */
/** @typedef {import('./process.mjs').Server} Server */
/** @typedef {ReturnType<typeof reportsIn>} Reports */

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const perRequest = 5_000;

/** What a scenario works with.
 * @typedef {object} Env
 * @property {'sqlite' | 'postgres'} database
 * @property {number} seconds How long one round lasts.
 * @property {number} rows Reports that both sides hold at the start, numbered from 0.
 * @property {Reports} report The report of a number.
 * @property {{ readonly url: string, readonly pid: number }} ours
 * @property {{ readonly url: string, readonly pid: number }} bare
 */

/** @param {Place} place @returns {Promise<Server>} */
export function startOurs({ folder, url }) {
  return startProcess({
    script: join(root, 'core', 'dist', 'main.js'),
    args: ['start', join(root, 'examples', 'phan-thiet'), '--port', '0', '--data', folder, '--no-sample', '--no-simulate'],
    env: url ? { HAIDANG_DATABASE_URL: url } : {},
  });
}

/** @param {Place} place @returns {Promise<Server>} */
export function startBare({ folder, url }) {
  return startProcess({ script: join(root, 'bench', 'bare', 'server.mjs'), args: [url ?? join(folder, 'haidang.sqlite')] });
}

/** Fills the seed through our own server, and learns what reports are made of.
 * @param {Databases} databases @param {number} rows @returns {Promise<Reports>} */
export async function seed(databases, rows) {
  const place = await databases.place('seed');
  const server = await startOurs(place);
  const client = connect(server);
  const listed = async (/** @type {string} */ dataset, /** @type {string} */ field) => {
    /** @type {{ fields: { name: string }[], rows: string[][] }} */
    const { fields, rows } = JSON.parse(await client.send({ path: `/api/records/${dataset}?limit=1000` }));
    const at = fields.findIndex(({ name }) => name === field);
    return rows.map((row) => row[at] ?? '');
  };
  const { units } = JSON.parse(await client.send({ path: '/api/units' }));
  const categories = await listed('field-reports/category', 'category_code');
  const agencies = await listed('core/agency', 'agency_code');
  const report = reportsIn({ units, categories, agencies });
  for (let first = 0; first < rows; first += perRequest) {
    const part = Array.from({ length: Math.min(perRequest, rows - first) }, (_, index) => report(first + index));
    const answer = JSON.parse(
      await client.send({ method: 'POST', path: '/api/records/field-reports/report/bulk', body: JSON.stringify(part) }),
    );
    if (answer.added !== part.length) throw new Error(`the seed was not taken: ${JSON.stringify(answer).slice(0, 1000)}`);
  }
  client.close();
  await atRest(place);
  await server.stop();
  return report;
}

/** Waits until the server has done what it does for so many rows afterwards: that is not what is measured. Rates that are measured bear what their own rows bring along.
 * @param {Place} place */
async function atRest(place) {
  const left = `SELECT (SELECT count(*) FROM bucket_mark) + (SELECT count(*) FROM rollup_state WHERE ready = 0)
    + (SELECT count(*) FROM timer WHERE done_at IS NULL AND at <= ${Date.now()}) AS n`;
  while ((await numberIn(place, left)) > 0) await setTimeout(500);
}
