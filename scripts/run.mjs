// npm start, npm test and their like: install what is missing, build what changed, then run.
import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './installed.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [task = 'start', ...args] = process.argv.slice(2);

/** @param {string} command @param {string[]} given @param {import('node:child_process').StdioOptions} stdio */
function step(command, given, stdio = 'inherit') {
  const { status } = spawnSync(command, given, { cwd: root, stdio });
  if (status !== 0) process.exit(status ?? 1);
}

const bin = (/** @type {string} */ name) => join(root, 'node_modules', '.bin', name);
if (!isInstalled(root)) {
  console.log('Installing packages (the SQLite driver is compiled once, about a minute) …');
  step('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Start options as they came, with the example where no folder is named. */
function startArguments() {
  const valued = new Set(['--port', '--host', '--data']);
  const hasFolder = args.some((arg, index) => !arg.startsWith('-') && !valued.has(args[index - 1] ?? ''));
  return hasFolder ? args : ['examples/phan-thiet', ...args];
}

switch (task) {
  case 'start': {
    step(process.execPath, ['scripts/build.mjs']);
    const server = spawn(process.execPath, ['core/dist/main.js', 'start', ...startArguments()], { cwd: root, stdio: 'inherit' });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => server.kill(signal));
    server.on('exit', (code, signal) => process.exit(code ?? (signal ? 0 : 1)));
    break;
  }
  case 'test':
    step(process.execPath, ['scripts/build.mjs']);
    if (args.length === 0) {
      step(bin('tsc'), ['-p', 'tests']);
      step(bin('biome'), ['check', '--error-on-warnings', '.']);
    }
    step(bin('vitest'), ['run', ...args]);
    break;
  case 'test-full':
    step(process.execPath, ['scripts/build.mjs']);
    step(process.execPath, ['scripts/full.mjs', ...args]);
    break;
  case 'screenshots':
    step(process.execPath, ['scripts/build.mjs']);
    step(process.execPath, ['scripts/screenshots.mjs', ...args]);
    break;
  case 'bench':
    // Only what was measured goes to the output.
    step(process.execPath, ['scripts/build.mjs'], ['inherit', 2, 2]);
    step(process.execPath, ['bench/run.mjs', ...args]);
    break;
  case 'check-data':
    step(process.execPath, ['scripts/build.mjs']);
    step(process.execPath, ['scripts/check-data.mjs', ...args]);
    break;
  default:
    console.error(`unknown task: ${task}`);
    process.exit(2);
}
