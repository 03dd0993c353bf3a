import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where Hải Đăng is installed: the folder above `core/`. */
export const installation = fileURLToPath(new URL('../..', import.meta.url));

/** Built plugins that come with the installation: the built-in widgets and every folder of `plugins/`. */
export function installedPlugins(root = installation): string[] {
  const folder = join(root, 'plugins');
  const names = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : [];
  return [join(root, 'widgets'), ...names.map((entry) => join(folder, entry.name)).sort()].filter((path) =>
    existsSync(join(path, 'package.json')),
  );
}

/** Built files that browsers load: the application and the modules shared by all widgets. */
export const webFolders = {
  app: join(installation, 'widgets', 'dist', 'app'),
  sdk: join(installation, 'sdk', 'dist', 'browser'),
};
