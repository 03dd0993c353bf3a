import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { counted } from '../../../../../../tests/support/counts.ts';
import { mutations } from './mutations.ts';

const root = fileURLToPath(new URL('../../../../../../', import.meta.url));
const sources = fileURLToPath(new URL('../../../../', import.meta.url));
const taken = counted('mutations of the compiler', { usual: 2, full: mutations.length });
// Other ones each day.
const first = Math.floor(Date.now() / 86_400_000) * taken;
const chosen = mutations.map((_, index) => mutations[(first + index) % mutations.length]).slice(0, taken);

/** Runs the subject in a process of its own: its exit code and what it said. */
async function run(mutation: string): Promise<{ readonly code: number | null; readonly said: string }> {
  const config = fileURLToPath(new URL('mutated.config.ts', import.meta.url));
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--config', config, '--root', root], {
    cwd: root,
    env: { ...process.env, HAIDANG_MUTATION: mutation, VITEST: undefined, VITEST_POOL_ID: undefined, VITEST_WORKER_ID: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, said };
}

test('ten mistakes are known, and each has its one place', () => {
  expect(mutations.length).toBeGreaterThanOrEqual(10);
  for (const { name, file, find, replace } of mutations) {
    expect(readFileSync(`${sources}${file}`, 'utf8').split(find).length - 1, name).toBe(1);
    expect(replace, name).not.toBe(find);
  }
});

test('without a mistake the suite passes', { timeout: 240_000 }, async () => {
  const { code, said } = await run('');
  expect(said).toContain('1 passed');
  expect(code).toBe(0);
});

test.each(chosen.filter((mutation) => mutation !== undefined))('a mistake is caught: $name', { timeout: 240_000 }, async ({ name }) => {
  const { code, said } = await run(name);
  expect(code).toBe(1);
  // It fails for its answers, not because it does not run.
  expect(said).toMatch(/the answer is .*, expected|n is \d+, expected|was not expected|is not there, expected/);
});
