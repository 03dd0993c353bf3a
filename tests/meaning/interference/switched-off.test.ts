import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as authoriser from '../../../core/src/data/query/authorise.ts';
import * as standIn from './switched-off/authorise.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const config = 'tests/meaning/interference/switched-off/vitest.config.ts';

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

test('what stands in for the authoriser has all that it has', () => {
  expect(Object.keys(standIn).sort()).toEqual(Object.keys(authoriser).sort());
});

test('the suite fails on a build whose authoriser is switched off, and says what got through', { timeout: 120_000 }, () => {
  const { HAIDANG_COUNTS: _, VITEST: __, VITEST_POOL_ID: ___, VITEST_WORKER_ID: ____, ...env } = process.env;
  const run = spawnSync('npx', ['vitest', 'run', '--config', config], {
    cwd: root,
    encoding: 'utf8',
    timeout: 110_000,
    env: { ...env, HAIDANG_INTERFERENCE_PAIRS: '8' },
  });
  expect(run.status).toBe(1);
  const { testResults }: Report = JSON.parse(run.stdout.slice(run.stdout.indexOf('{')));
  const asked = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== 'skipped' && status !== 'pending');
  expect(asked.map(({ fullName, status }) => [fullName, status])).toEqual([
    ['what is hidden from a reader on sqlite does not move one byte of what he is told, in 8 pairs of databases', 'failed'],
  ]);
  expect(asked[0]?.failureMessages.join('\n')).toMatch(/^AssertionError: pair \d+ of seed \d+, \w+, \w+/);
});
