// npm run check:data -- DIR: checks on real data that stands outside the repository. DIR holds reports311/ and admin/.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkAdmin } from './check-data/admin.mjs';
import { checkBoston } from './check-data/boston.mjs';
import { checkKills } from './check-data/kills.mjs';
import { checkLive } from './check-data/live.mjs';
import { checkOpen311 } from './check-data/open311.mjs';
import { results } from './check-data/result.mjs';
import { checkZurich } from './check-data/zurich.mjs';

const [given, ...only] = process.argv.slice(2);
if (!given) {
  console.error('usage: npm run check:data -- DIR [boston] [zurich] [open311] [kills] [live] [admin]');
  process.exit(2);
}
const boston = 'reports311/boston_2011-07_2011-10.csv.gz';
/** What is checked, and on which file. @type {Record<string, { check: (file: string) => Promise<void>, file: string }>} */
const parts = {
  boston: { check: checkBoston, file: boston },
  zurich: { check: checkZurich, file: 'reports311/zurich_2016_2022.csv.gz' },
  open311: { check: checkOpen311, file: 'reports311/open311_sf_requests.json' },
  kills: { check: checkKills, file: boston },
  live: { check: checkLive, file: boston },
  admin: { check: checkAdmin, file: '.' },
};
const unknown = only.find((name) => !Object.hasOwn(parts, name));
if (unknown) {
  console.error(`there is no check ${unknown}; there are: ${Object.keys(parts).join(' ')}`);
  process.exit(2);
}
const chosen = Object.entries(parts).filter(([name]) => only.length === 0 || only.includes(name));
const paths = chosen.map(([name, { check, file }]) => ({ name, check, path: join(resolve(given), file) }));
for (const { path } of paths) {
  if (existsSync(path)) continue;
  console.error(`${path} is missing`);
  process.exit(2);
}
for (const { name, check, path } of paths) {
  console.log(`\n# ${name}`);
  await check(path);
}
const failed = results.filter(({ isRight }) => !isRight);
console.log(`\nchecks: ${results.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length > 0 ? 1 : 0);
