// npm run test:full [-- SUITE]: tests with their long counts, then the measurements against their floors.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = join(root, 'node_modules', '.bin', 'vitest');

/** Which files belong to a promise; what is not named here runs with everything. @type {Record<string, { files: string[], bench: boolean }>} */
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
  },
};

const [name] = process.argv.slice(2);
const suite = name === undefined ? { files: [], bench: true } : suites[name];
if (!suite) {
  console.error(`unknown suite: ${name} (there are: ${Object.keys(suites).join(', ')})`);
  process.exit(2);
}

const started = Date.now();
const env = { ...process.env, HAIDANG_FULL: '1' };
const steps = [
  [vitest, 'run', ...suite.files],
  ...(suite.bench ? ['sqlite', 'postgres'].map((database) => [process.execPath, 'bench/run.mjs', '--check', '--database', database]) : []),
];
let isGreen = true;
for (const [command = '', ...args] of steps) {
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  isGreen &&= status === 0;
}
console.log(`full run${name ? ` of ${name}` : ''}: ${isGreen ? 'green' : 'RED'} after ${Math.round((Date.now() - started) / 60_000)} min`);
process.exit(isGreen ? 0 : 1);
