import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Finds the program `haidang` of @haidang/core, installed beside the plugin, the tests or the sdk. */
export function findHaidang(folders: readonly string[]): string {
  for (const start of [...folders, process.cwd(), dirname(fileURLToPath(import.meta.url))]) {
    for (const folder of upwards(resolve(start))) {
      const core = join(folder, 'node_modules', '@haidang', 'core');
      if (!existsSync(join(core, 'package.json'))) continue;
      const { bin }: { bin?: { haidang?: string } } = JSON.parse(readFileSync(join(core, 'package.json'), 'utf8'));
      const program = join(core, bin?.haidang ?? 'dist/main.js');
      if (existsSync(program)) return program;
      throw new Error(`${program} is not there: build @haidang/core first`);
    }
  }
  throw new Error('@haidang/core is not installed: npm install --save-dev @haidang/core');
}

function* upwards(folder: string): Iterable<string> {
  yield folder;
  if (dirname(folder) !== folder) yield* upwards(dirname(folder));
}
