// npm run test:full [-- SUITE]: tests with their long counts, then the measurements against their floors.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = join(root, 'node_modules', '.bin', 'vitest');

/** Which files belong to a promise, and what is measured for it; what is not named here runs with everything.
 * @typedef {{ files: readonly string[], bench: boolean, scale?: boolean }} Suite */
/** @type {Record<string, Suite>} */
const suites = {
  spine: {
    files: ['core/src/data/', 'core/src/live', 'widgets/src/widgets/map', 'tests/spine', 'tests/e2e'],
    bench: true,
  },
  meaning: {
    files: [
      'sdk/src/formula',
      'core/src/data/query/spec',
      'core/src/data/query/reporting-month',
      'core/src/data/query/boundaries',
      'core/src/data/units',
      'core/src/data/history',
      'core/src/quality',
      'core/src/quarantine',
      'core/src/export',
      'core/src/indicators',
      'core/src/time',
      'tests/meaning',
    ],
    bench: false,
  },
  change: {
    files: [
      'core/src/data/feed',
      'core/src/data/rollup',
      'core/src/data/reshape',
      'core/src/data/retention',
      'core/src/audit',
      'core/src/backup',
      'core/src/jobs',
      'core/src/receipts',
      'core/src/workflow',
      'core/src/time',
      'plugins/field-reports',
      'tests/change',
    ],
    bench: true,
    scale: true,
  },
};

const [name] = process.argv.slice(2);
/** @type {Suite | undefined} */
const suite = name === undefined ? { files: [], bench: true, scale: true } : suites[name];
if (!suite) {
  console.error(`unknown suite: ${name} (there are: ${Object.keys(suites).join(', ')})`);
  process.exit(2);
}

const started = Date.now();
const env = { ...process.env, HAIDANG_FULL: '1' };
const steps = [
  [vitest, 'run', ...suite.files],
  ...(suite.bench ? ['sqlite', 'postgres'].map((database) => [process.execPath, 'bench/run.mjs', '--check', '--database', database]) : []),
  ...(suite.scale ? [[process.execPath, 'bench/run.mjs', 'scale', '--check', '--database', 'postgres']] : []),
];
let isGreen = true;
for (const [command = '', ...args] of steps) {
  const begun = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  console.log(`${args.join(' ').slice(0, 60)}: ${status === 0 ? 'green' : 'RED'} after ${minutes(begun)} min`);
  isGreen &&= status === 0;
}
console.log(`full run${name ? ` of ${name}` : ''}: ${isGreen ? 'green' : 'RED'} after ${minutes(started)} min`);
process.exit(isGreen ? 0 : 1);

/** @param {number} since */
function minutes(since) {
  return Math.round((Date.now() - since) / 60_000);
}
