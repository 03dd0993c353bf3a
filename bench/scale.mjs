// npm run bench -- scale [--json] [--check] [--database sqlite|postgres] [--sizes N,N,…]: what the indicators of field-reports cost over more and more rows of the same month.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabases } from './harness/databases.mjs';
import { faultsOf, measureSize, ratios } from './scale/measure.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const rounds = 15;
/** 4,800 cells in each roll-up, of which 2,400 are of a day, a ward and a category: all have rows at every size. */
const shape = { days: 30, wards: 8, categories: 10, agencies: 5, channels: ['web', 'zalo', 'mobile_app', 'other'] };
const usual = { sqlite: [10_000, 1_000_000], postgres: [10_000, 1_000_000, 10_000_000] };

/** @returns {Promise<import('./scale/measure.mjs').Core>} */
async function builtCore() {
  const part = (/** @type {string} */ path) => import(join(root, 'core', 'dist', path));
  const paths = ['centre.js', 'data/query/query.js', 'data/rollup/job.js', 'data/rollup/sparse.js', 'access/caller.js', 'live/hub.js'];
  return Object.assign({}, ...(await Promise.all(paths.map(part))));
}

/** Measures all sizes; gives the faults.
 * @param {{ database: 'sqlite' | 'postgres', json: boolean, sizes?: readonly number[] }} options */
export async function measureScale({ database, json, sizes: asked = usual[database] }) {
  const say = (/** @type {string} */ text) => {
    if (!json) console.log(text);
  };
  const core = await builtCore();
  const databases = await openDatabases(database);
  const sizes = [];
  try {
    say(
      `${database}, Node ${process.version}; each figure by itself, by ward, by category and by agency: the sum of the quickest of ${rounds} rounds`,
    );
    for (const rows of asked) {
      const place = await databases.place(`scale_${rows}`);
      const folder = join(root, 'examples', 'phan-thiet');
      sizes.push(await measureSize({ core, place, folder, rows, shape, rounds, now: Date.now(), say }));
    }
  } finally {
    await databases.close();
  }
  for (const line of ratios(sizes)) {
    if (json) console.log(JSON.stringify({ name: `scale ${line.name}`, ...line }));
    else
      say(
        `${line.name}: ${line.ratio.toFixed(2)} times as much over ${asked.at(-1)} rows as over ${asked[0]}${line.isAdditive ? ', at most 2' : ', exact from rows'}`,
      );
  }
  say(`one more viewer of what is looked at: ${Math.max(...sizes.map(({ runsOfOneMore }) => runsOfOneMore))} queries`);
  return faultsOf(sizes, 2);
}
