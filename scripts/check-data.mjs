// npm run check:data -- DIR: checks on real data that stands outside the repository. DIR holds reports311/.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkBoston } from './check-data/boston.mjs';
import { checkKills } from './check-data/kills.mjs';
import { checkLive } from './check-data/live.mjs';
import { results } from './check-data/result.mjs';

const [given, ...only] = process.argv.slice(2);
if (!given) {
  console.error('usage: npm run check:data -- DIR [boston] [kills] [live]');
  process.exit(2);
}
const file = join(resolve(given), 'reports311', 'boston_2011-07_2011-10.csv.gz');
if (!existsSync(file)) {
  console.error(`${file} is missing`);
  process.exit(2);
}
const parts = { boston: checkBoston, kills: checkKills, live: checkLive };
for (const [name, check] of Object.entries(parts)) {
  if (only.length > 0 && !only.includes(name)) continue;
  console.log(`\n# ${name}`);
  await check(file);
}
const failed = results.filter(({ isRight }) => !isRight);
console.log(`\nchecks: ${results.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length > 0 ? 1 : 0);
