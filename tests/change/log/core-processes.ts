import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLocality, writePlugin } from '../../spine/lights.ts';
import { newSchema } from '../../support/databases.ts';

export interface CoreProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Sets its clock so many milliseconds ahead, or back. */
  setClock(shift: number): void;
}

export interface Processes {
  readonly databaseUrl: string;
  readonly processes: readonly CoreProcess[];
  /** Starts one more. */
  start(): Promise<CoreProcess>;
  stop(): Promise<void>;
}

/** A centre of street lights, served by so many processes on one PostgreSQL. */
export async function startProcesses(count: number): Promise<Processes> {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-processes-'));
  const place = await newSchema();
  const [plugin, locality] = [writePlugin(folder), writeLocality(folder)];
  const options = { folder: locality, plugins: [plugin], databaseUrl: place.at.url };
  const processes: CoreProcess[] = [];
  let folders = 0;
  const start = async () => {
    const started = await startProcess({ ...options, data: join(folder, `data-${folders++}`) });
    processes.push(started);
    return started;
  };
  const stop = async () => {
    await Promise.all(processes.map(({ child }) => end(child)));
    await place.remove();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    // At the same moment, on a database that is empty.
    const started = await Promise.allSettled(Array.from({ length: count }, start));
    for (const each of started) if (each.status === 'rejected') throw each.reason;
  } catch (error) {
    await stop();
    throw error;
  }
  return { databaseUrl: place.at.url, processes, start, stop };
}

function startProcess(options: { readonly [name: string]: unknown }): Promise<CoreProcess> {
  const script = join(import.meta.dirname, 'core-process.mjs');
  const child = fork(script, [JSON.stringify(options)], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('message', ({ url }: { url: string }) => resolve({ url, child, setClock: (shift) => child.send({ shift }) }));
    child.once('exit', (code) => reject(new Error(`the core process ended with ${code}`)));
  });
}

/** Ends a process, whatever state it is in. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}
