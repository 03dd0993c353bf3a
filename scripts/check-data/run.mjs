import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { example, haidang, root } from '../serve.mjs';

export const dataset = 'field-reports/report';

/** One of the example mappings. @param {string} name */
export const mappingFile = (name) => join(root, 'examples', 'mappings', `${name}.json`);

/** @param {(folder: string) => Promise<void>} use */
export async function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-check-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @typedef {{ read: number, accepted: number, refused: number, changed: number, same: number, seconds: number }} Summary */

/** Starts an import, by the mapping for Boston unless another is given; `isKilled` says whether it was ended by a signal.
 * @param {{ file: string, data: string, folder?: string, mapping?: string, env?: Record<string, string>, onStart?: (child: import('node:child_process').ChildProcess) => void }} options
 * @returns {Promise<{ summary: Summary | undefined, wall: number, isKilled: boolean, output: string }>} */
export function importFile({ file, data, folder = example, mapping = mappingFile('boston-311'), env = {}, onStart }) {
  const started = performance.now();
  const { HAIDANG_DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [haidang, 'import', folder, dataset, file, '--mapping', mapping, '--data', data, '--json'], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onStart?.(child);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve) =>
    child.on('close', (code, signal) => {
      const last = output.trim().split('\n').at(-1) ?? '';
      resolve({
        summary: code === 0 && last.startsWith('{') ? JSON.parse(last) : undefined,
        wall: (performance.now() - started) / 1000,
        isKilled: signal === 'SIGKILL',
        output: output + errors,
      });
    }),
  );
}

/** Asks queries of a running server; throws on the first error.
 * @param {string} url @param {Record<string, object>} queries @returns {Promise<Record<string, { fields: { name: string }[], rows: unknown[][], trust: { n?: number } }>>} */
export async function ask(url, queries) {
  const response = await fetch(`${url}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ queries }),
  });
  const { results } = await response.json();
  for (const [id, result] of Object.entries(results)) if (result.error) throw new Error(`${id}: ${JSON.stringify(result.error)}`);
  return results;
}
