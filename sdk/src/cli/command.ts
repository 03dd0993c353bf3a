import { basename, resolve } from 'node:path';
import { buildPlugin } from './build.ts';
import type { Finding } from './findings.ts';

const usage = 'haidang-plugin build [folder]    build the plugin in the folder (here when absent) into its dist/';

/** Runs the tool; the answer is the exit code. */
export async function run([command, ...rest]: readonly string[]): Promise<number> {
  if (command === 'help' || command === '--help' || command === '-h') {
    console.log(usage);
    return 0;
  }
  if (command !== 'build' || rest.length > 1 || rest[0]?.startsWith('-')) {
    console.error(usage);
    return 2;
  }
  return build(resolve(rest[0] ?? '.'));
}

async function build(folder: string): Promise<number> {
  const started = performance.now();
  const { manifest, files, errors, warnings } = await buildPlugin({ folder });
  for (const finding of warnings) console.warn(line('note', finding));
  for (const finding of errors) console.error(line('wrong', finding));
  if (!manifest) {
    console.error(`${basename(folder)}: ${errors.length} ${errors.length === 1 ? 'fault' : 'faults'}, nothing was built`);
    return 1;
  }
  const bytes = Object.values(files).reduce((sum, size) => sum + size, 0);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${manifest.id} ${manifest.version}: ${Object.keys(files).length + 1} files, ${Math.ceil(bytes / 1000)} kB in ${seconds} s`);
  return 0;
}

function line(mark: string, { path, message, fix }: Finding): string {
  return `${mark}  ${path}  ${message}\n       ${fix}`;
}
