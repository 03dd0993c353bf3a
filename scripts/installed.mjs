import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether `node_modules` holds what the lock file asks for. By content: npm and git touch the lock file without changing it, and installing anew takes a minute.
 * @param {string} root */
export function isInstalled(root) {
  const modules = join(root, 'node_modules');
  if (!existsSync(join(modules, '.package-lock.json')) || !existsSync(join(modules, 'sqlite3', 'build', 'Release', 'node_sqlite3.node')))
    return false;
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const there = packagesIn(join(modules, '.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, { version, link, optional }]) =>
      !path.startsWith('node_modules/') || optional || (link ? path in there : there[path]?.version === version),
  );
}

/** @param {string} file @returns {Record<string, { version?: string, link?: boolean, optional?: boolean }>} */
function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}
