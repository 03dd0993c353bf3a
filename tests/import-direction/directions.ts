import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, relative } from 'node:path';
import { type Import, importsOf } from './imports.ts';

/** An import that goes where it may not. */
export interface Breach {
  /** Path from the root of the repository. */
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
  readonly reason: string;
}

/** Who may import whom; `not` names parts of a package that are closed to the importer. */
const directions: { readonly [from: string]: readonly { readonly to: string; readonly not?: readonly string[] }[] } = {
  sdk: [],
  core: [{ to: 'sdk', not: ['client'] }],
  widgets: [{ to: 'sdk' }],
  studio: [{ to: 'sdk' }, { to: 'widgets' }],
  plugins: [{ to: 'sdk' }, { to: 'widgets' }],
};

const skipped: ReadonlySet<string> = new Set(['node_modules', 'dist', 'dist-types']);
const source = /\.[mc]?[jt]s$/;
const testFile = /\.test\.ts$|(?:^|\/)testing\.ts$/;

/** Every breach of the directions in a repository. */
export function breachesIn(root: string): Breach[] {
  const packages = packagesIn(root);
  const breaches: Breach[] = [];
  for (const [folder, name] of packages) {
    for (const file of filesIn(join(root, folder))) {
      const path = slashed(relative(root, file));
      for (const found of importsOf(readFileSync(file, 'utf8'), file)) {
        const reason = reasonAgainst(path, { folder, name }, found, packages);
        if (reason) breaches.push({ file: path, line: found.line, specifier: found.specifier, reason });
      }
    }
  }
  return [...breaches, ...unfitForBrowsers(root)];
}

type Packages = ReadonlyMap<string, string>;

/** Folder to name of every package. */
function packagesIn(root: string): Packages {
  const plugins = existsSync(join(root, 'plugins')) ? readdirSync(join(root, 'plugins')).map((name) => `plugins/${name}`) : [];
  const folders = ['sdk', 'core', 'widgets', 'studio', ...plugins].filter((folder) => existsSync(join(root, folder, 'package.json')));
  return new Map(folders.map((folder) => [folder, String(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).name)]));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return source.test(entry.name) && !/\.d\.[mc]?ts$/.test(entry.name) ? [path] : [];
  });
}

function reasonAgainst(
  file: string,
  own: { readonly folder: string; readonly name: string },
  { specifier }: Import,
  packages: Packages,
): string | undefined {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier);
    if (target.startsWith(`${own.folder}/`)) return undefined;
    if (testFile.test(file) && target.startsWith('tests/')) return undefined;
    return `leaves ${own.folder} by path`;
  }
  const [folder] = [...packages].find(([, name]) => specifier === name || specifier.startsWith(`${name}/`)) ?? [];
  if (folder === undefined) return specifier.startsWith('@haidang/') ? 'is no package of this repository' : undefined;
  if (folder === own.folder) return 'names its own package; use a path';
  const group = own.folder.split('/')[0] ?? '';
  const way = directions[group]?.find(({ to }) => to === folder);
  if (!way) return `${own.folder} may not import ${folder}`;
  const part = specifier.slice((packages.get(folder) ?? '').length + 1).split('/')[0] ?? '';
  return way.not?.includes(part) ? `${own.folder} may not import ${folder}/${part}` : undefined;
}

/** What every page loads must not draw in what only a server has: Node's own modules, and Ajv, which compiles code and so breaks a strict CSP. */
function unfitForBrowsers(root: string): Breach[] {
  const breaches: Breach[] = [];
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file) || !existsSync(file)) return;
    seen.add(file);
    for (const { specifier, line, isType } of importsOf(readFileSync(file, 'utf8'), file)) {
      if (isType) continue;
      if (specifier.startsWith('.')) visit(join(dirname(file), specifier));
      else if (isBuiltin(specifier) || /^ajv(?:\/|$)/.test(specifier))
        breaches.push({ file: slashed(relative(root, file)), line, specifier, reason: 'is reached by what browsers load' });
    }
  };
  for (const entry of ['index.ts', 'client/index.ts']) visit(join(root, 'sdk', 'src', entry));
  return breaches;
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
