import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import type { Jobs } from './reshape-process.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..', '..');
const conditions = ['haidang-source', 'module', 'node'];

/** The program that changes datasets, made of the source as it stands. */
export interface Reshaper {
  /** Runs it in a process of its own; gives the signal that killed it, or the statements that each database got. */
  run(jobs: Jobs): Promise<string | readonly (readonly string[])[]>;
  remove(): void;
}

export async function buildReshaper(): Promise<Reshaper> {
  const folder = mkdtempSync(join(root, 'node_modules', '.cache', 'haidang-reshape-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    resolve: { conditions },
    ssr: { resolve: { conditions }, noExternal: [/^@haidang\//] },
    build: {
      ssr: join(import.meta.dirname, 'reshape-process.ts'),
      outDir: folder,
      minify: false,
      rollupOptions: { output: { entryFileNames: 'reshape.mjs' } },
    },
  });
  return {
    async run(jobs) {
      try {
        const { stdout } = await run(process.execPath, [join(folder, 'reshape.mjs'), JSON.stringify(jobs)], { maxBuffer: 2 ** 28 });
        return JSON.parse(stdout);
      } catch (error) {
        if (error instanceof Error && 'signal' in error && error.signal) return String(error.signal);
        throw error;
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
