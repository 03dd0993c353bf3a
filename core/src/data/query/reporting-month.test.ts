import { defineDataset, type Grain, type Ioc, schema } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { counted } from '../../../../tests/support/counts.ts';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import { testContext } from '../testing.ts';
import { writeRecords } from '../write.ts';
import { formatInstant } from '../zone.ts';
import { resolveTime, toInstants } from './period.ts';
import { runQuery } from './query.ts';
import { monthCut, monthRule } from './reporting-month.ts';

const event = defineDataset({
  row: schema({
    required: ['code', 'at'],
    properties: { code: { type: 'string', format: 'code' }, at: { type: 'string', format: 'date-time' } },
  }),
  key: ['code'],
  time: 'at',
});
const rows = counted('instants whose reporting month is compared with the bounds of that month', { usual: 300, full: 20_000 });

test('a rule is read and written', () => {
  const of = (month?: string, own?: string): number =>
    monthCut({ month, indicators: { 'p/own': { month: own } } } as unknown as Ioc, 'p/own');
  for (const rule of ['2T00:00', '15T00:00', '25T12:00', '28T23:59']) expect(monthRule(of(rule))).toBe(rule);
  expect(of()).toBe(0);
  expect(of('15T00:00', 'calendar')).toBe(0);
  expect(of('15T00:00', '25T12:00')).toBe(of('25T12:00'));
  expect(of(undefined, '15T00:00')).toBe(14 * 86_400_000);
});

/** Words for the step that a bucket names: "11/2026", "q4/2026", "2026". */
const saying: { readonly [grain in 'month' | 'quarter' | 'year']: (bucket: string) => string } = {
  month: (bucket) => `${Number(bucket.slice(5, 7))}/${bucket.slice(0, 4)}`,
  quarter: (bucket) => `q${(Number(bucket.slice(5, 7)) + 2) / 3}/${bucket.slice(0, 4)}`,
  year: (bucket) => bucket.slice(0, 4),
};

describeDatabases('steps of reporting months', (open) => {
  test('are the periods that are called so', { timeout: 300_000 }, async () => {
    const database = await open();
    let seed = 18;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const instants = Array.from({ length: rows }, () =>
      Date.UTC(2019 + random(9), random(12), 1 + random(31), random(24), random(3) * 30, random(2) * 59),
    );
    for (const month of [undefined, '15T00:00', '25T12:00', '28T23:59']) {
      const context = await testContext(database, { datasets: { event }, ioc: month === undefined ? {} : { month } });
      const lines = instants.map((at, index) => ({ line: index + 1, row: { code: `e${index}`, at: formatInstant(at) } }));
      await writeRecords(context, { dataset: 'test/event', rows: lines, caller: localCaller() });
      const cut = monthCut(context.ioc, 'test/event');
      for (const grain of ['month', 'quarter', 'year'] as const satisfies readonly Grain[]) {
        const query = { from: 'test/event', measures: { n: { fn: 'count' } }, by: [{ field: 'at', grain }], limit: 10_000 } as const;
        const { rows: found } = await runQuery(context, { query, caller: localCaller() });
        const expected = found.map(([bucket]) => {
          const { from, to } = toInstants(resolveTime({ said: saying[grain](String(bucket)) }, 0, cut));
          return [bucket, instants.filter((at) => at >= from && at < to).length];
        });
        expect(found, `${grain} of ${month}`).toEqual(expected);
        expect(found.reduce((sum, [, n]) => sum + Number(n), 0)).toBe(rows);
      }
    }
  });
});
