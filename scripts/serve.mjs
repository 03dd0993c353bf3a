// The program `haidang` on the example, as the other scripts start it.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const example = join(root, 'examples', 'phan-thiet');
export const haidang = join(root, 'core', 'dist', 'main.js');

/** Starts the server on the example, or on another locality, without sample data unless asked, and waits until it says where it is.
 * @param {{ data: string, folder?: string, env?: Record<string, string>, args?: string[] }} options
 * @returns {Promise<{ url: string, kill(): Promise<void>, stop(): Promise<void> }>} */
export function serve({ data, folder = example, env = {}, args = ['--no-sample', '--no-simulate'] }) {
  // The database is the one asked for, never one that the caller happens to work with.
  const { HAIDANG_DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [haidang, 'start', folder, '--port', '0', '--data', data, ...args], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  return new Promise((resolve, reject) => {
    let text = '';
    const look = (/** @type {Buffer} */ chunk) => {
      text += chunk;
      const url = /^Hải Đăng: (http:\S+)$/m.exec(text)?.[1];
      if (!url) return;
      const end = async (/** @type {NodeJS.Signals} */ signal) => {
        child.kill(signal);
        await ended;
      };
      resolve({ url, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') });
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}\n${text}`)));
  });
}
