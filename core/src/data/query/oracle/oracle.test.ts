import { beforeAll, expect, test } from 'vitest';
import { counted } from '../../../../../tests/support/counts.ts';
import { describeDatabases } from '../../../../../tests/support/databases.ts';
import type { Centre } from './centre.ts';
import { difference, differenceBetween, type Pages } from './compare.ts';
import { Inquiry, pagesOf } from './inquiry.ts';
import type { Expected } from './naive/answer.ts';

const count = counted('oracle cases', { usual: 400, full: 5000 });
const seed = process.env.HAIDANG_ORACLE_SEED ?? '20261121';
const only = process.env.HAIDANG_ORACLE_CASE;
const numbers = only === undefined ? Array.from({ length: count }, (_, number) => number) : [Number(only)];
const mostReports = 5;

// The same rows and the same questions on both databases.
const inquiry = new Inquiry(seed);
const expected = new Map<number, Expected>();
const told: { readonly [kind in Centre['kind']]: Map<number, Pages> } = { sqlite: new Map(), postgres: new Map() };

describeDatabases('the engine and a naive evaluator', (open) => {
  let centre: Centre;
  beforeAll(async () => {
    centre = await inquiry.open(await open());
  });

  test(`agree on ${numbers.length} random queries`, { timeout: 3_600_000 }, async () => {
    const reports: string[] = [];
    for (const number of numbers) {
      const asked = inquiry.question(number);
      const pages = await pagesOf(asked, centre).catch((cause) => {
        throw new Error(`case ${number} of seed ${seed}: ${JSON.stringify(asked)}`, { cause });
      });
      told[centre.kind].set(number, pages);
      const wanted = expected.get(number) ?? inquiry.expected(asked);
      expected.set(number, wanted);
      if (difference(asked.query, pages, wanted) !== undefined) reports.push(await inquiry.report(number, centre));
      if (reports.length === mostReports) break;
    }
    expect(reports.join('\n\n')).toBe('');
  });

  test('do not agree when one row is not there, and the smallest question that shows it is told', async () => {
    const rows = inquiry.withoutOne();
    const number = Array.from({ length: 100 }, (_, index) => index).find((index) => {
      const asked = inquiry.question(index);
      return JSON.stringify(inquiry.expected(asked, rows)) !== JSON.stringify(inquiry.expected(asked));
    });
    if (number === undefined) throw new Error('no question is about that row');
    const asked = inquiry.question(number);
    expect(difference(asked.query, await pagesOf(asked, centre), inquiry.expected(asked, rows))).toBeDefined();
    const report = await inquiry.report(number, centre, rows);
    expect(report).toContain(`case ${number} of seed ${seed}`);
    expect(report).toMatch(/^query: +\{"from":"test\/.+\nscopes: .+\nanswer: +\[.*\nexpected: +\[.*\nagain: /m);
    expect((/^query: +(\{.*?\})(?: = .*)?$/m.exec(report)?.[1] ?? '').length).toBeLessThanOrEqual(JSON.stringify(asked.query).length);
  });
});

test('both databases give the same answers, byte for byte', () => {
  for (const number of numbers) {
    const { query } = inquiry.question(number);
    const [sqlite, postgres] = [told.sqlite.get(number), told.postgres.get(number)];
    const found = sqlite && postgres ? differenceBetween(query, sqlite, postgres) : 'was not asked of both';
    expect(found, `case ${number} of seed ${seed}: ${JSON.stringify(query)}`).toBeUndefined();
  }
});
