import { spawn } from 'node:child_process';

/** @typedef {{ readonly url: string, readonly pid: number, stop(): Promise<void> }} Server */

/** A server in a process of its own, once it has said where it is, at the end of a line.
 * @param {{ script: string, args: readonly string[], env?: { readonly [name: string]: string } }} what
 * @returns {Promise<Server>} */
export function startProcess({ script, args, env = {} }) {
  const { HAIDANG_DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [script, ...args], { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  // Also when the measurement itself fails half-way.
  const kill = () => child.kill();
  process.on('exit', kill);
  child.on('exit', () => process.off('exit', kill));
  const ended = new Promise((resolve) => child.on('exit', resolve));
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      if (text.length < 100_000) text += chunk;
      const url = /(http:\S+)$/m.exec(text)?.[1];
      if (!url) return;
      const stop = async () => {
        child.kill('SIGTERM');
        await ended;
      };
      resolve({ url, pid: child.pid ?? 0, stop });
    });
    child.on('exit', (code) => reject(new Error(`${script} ended with ${code}\n${text}`)));
  });
}
