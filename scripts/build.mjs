// Builds what has changed since the last build: types and server code, browser modules, plugins, the application.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamps = join(root, 'node_modules', '.cache', 'haidang-build.json');
const plugins = ['widgets', ...folders('plugins').map((name) => `plugins/${name}`)];

/** A step runs when one of its sources changed or its result is gone. */
const steps = [
  {
    name: 'types and server',
    sources: ['sdk', 'core', 'widgets', 'plugins', 'tsconfig.base.json', 'tsconfig.json'],
    result: 'core/dist/main.js',
    run: [['tsc', '-b']],
  },
  {
    name: 'browser modules',
    sources: ['sdk'],
    result: 'sdk/dist/browser/client.js',
    run: [['vite', 'build', '-c', 'sdk/vite.browser.config.ts', '--logLevel', 'warn']],
  },
  ...plugins.map((folder) => ({
    name: folder,
    sources: ['sdk', folder],
    result: `${folder}/dist/plugin.json`,
    run: [['haidang-plugin', 'build', folder]],
  })),
  {
    name: 'application',
    sources: ['sdk', 'widgets'],
    result: 'widgets/dist/app/index.html',
    run: [['vite', 'build', '-c', 'widgets/vite.app.config.ts', '--logLevel', 'warn']],
  },
];

/** @param {string} path @returns {string[]} */
function folders(path) {
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, path, entry.name, 'package.json')))
    .map((entry) => entry.name);
}

/** @param {string[]} sources */
function fingerprint(sources) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  /** @param {string} path */
  const visit = (path) => {
    const stat = statSync(path);
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) if (!['node_modules', 'dist', 'dist-types'].includes(name)) visit(join(path, name));
    } else if (!path.endsWith('.tsbuildinfo')) hash.update(`${path}:${stat.size}:`).update(readFileSync(path));
  };
  for (const source of sources) visit(join(root, source));
  return hash.digest('hex');
}

/** @type {Record<string, string>} */
const built = existsSync(stamps) ? JSON.parse(readFileSync(stamps, 'utf8')) : {};
for (const { name, sources, result, run } of steps) {
  const now = fingerprint(sources);
  if (built[name] === now && existsSync(join(root, result))) continue;
  const started = Date.now();
  for (const [command, ...args] of run) {
    const { status } = spawnSync(join(root, 'node_modules', '.bin', command ?? ''), args, { cwd: root, stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
  built[name] = now;
  mkdirSync(dirname(stamps), { recursive: true });
  writeFileSync(stamps, JSON.stringify(built));
  console.log(`built ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
