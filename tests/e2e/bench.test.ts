import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../bench/run.mjs', import.meta.url));
const short = ['--rounds', '1', '--seconds', '0.2', '--rows', '1000'];
const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', timeout: 100_000 });

for (const [database, scenario] of [
  ['sqlite', 'batch-ingest'],
  ['postgres', 'bulk-ingest'],
] as const) {
  test(`a measurement of writing runs on ${database} and gives one line of JSON`, () => {
    const { stdout, stderr } = run('--json', '--database', database, ...short, scenario);
    const lines: unknown[] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const line = { ours: expect.any(Number), bare: expect.any(Number), ratio: expect.any(Number) };
    expect(lines, stderr).toEqual([{ name: scenario, ...line }]);
  });
}

test('says what both sides ran on, and refuses a scenario that is not known', () => {
  const { stdout } = run(...short, 'single-insert');
  expect(stdout).toMatch(/^ours: SQLite [\d.]+, WAL, synchronous=FULL\nbare: SQLite [\d.]+, WAL, synchronous=FULL$/m);
  expect(stdout).toMatch(/^ {2}table d_field_reports__report\n {4}ours: (.*by_status.*)\n {4}bare: \1$/m);
  expect(stdout).toMatch(/^single-insert: ours .* ratio [\d.]+ .*floor 0\.45$/m);
  expect(run('unknown').status).toBe(2);
});
