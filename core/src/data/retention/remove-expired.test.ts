import { defineDataset, type Query, schema } from '@haidang/sdk';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../tests/support/databases.ts';
import { localCaller } from '../../access/caller.ts';
import type { Row } from '../cells.ts';
import type { DataContext } from '../context.ts';
import type { Database } from '../database.ts';
import { runQuery } from '../query/query.ts';
import { patchRecord } from '../record.ts';
import { tendRollups } from '../rollup/job.ts';
import { findSparse } from '../rollup/sparse.ts';
import { wrongPairs } from '../rollup/testing.ts';
import { testContext } from '../testing.ts';
import { writeRecords } from '../write.ts';
import { formatInstant } from '../zone.ts';
import { removeExpired } from './remove-expired.ts';

const day = 86_400_000;
const instant = { type: 'string', format: 'date-time' } as const;
const report = defineDataset({
  row: schema({
    required: ['code', 'at'],
    properties: {
      code: { type: 'string', format: 'code' },
      ward: { type: 'string', format: 'unit' },
      kind: { type: 'string', enum: ['road', 'waste'] },
      votes: { type: 'integer' },
      at: instant,
      closed_at: instant,
    },
  }),
  key: ['code'],
  time: 'at',
  unit: 'ward',
  keep: 'P30D',
  history: true,
});
const reading = defineDataset({
  row: schema({
    required: ['station', 'date'],
    properties: { station: { type: 'string', format: 'code' }, date: { type: 'string', format: 'date' }, level: { type: 'integer' } },
  }),
  key: ['station', 'date'],
  time: 'date',
  keep: 'P1M',
});
const ward = '22915@2025-07-01';
const units = [{ key: ward, code: '22915', version: '2025-07-01', level: 'ward', title: { vi: 'A' }, validFrom: '2025-07-01' }] as const;
const indicators = {
  received: { formula: 'count(report where at in period)', unit: '1', frequency: 'day', by: ['ward', 'kind'] },
  votes: { formula: 'sum(report.votes where at in period)', unit: '1', frequency: 'day', by: ['kind'] },
  most: { formula: 'max(report.votes where closed_at in period)', unit: '1', frequency: 'day', by: ['ward'] },
  level: { formula: 'sum(reading.level where date in period)', unit: '1', frequency: 'day', by: [] },
} as const;
const caller = localCaller();
const start = Date.parse('2026-10-01T12:00:00+07:00');

describeDatabases('rows that were kept long enough', (open) => {
  async function begin(history = true) {
    const database = await open();
    let now = start;
    const datasets = { report: { ...report, history }, reading };
    const context = await testContext(database, { datasets, indicators, units, clock: { now: () => now } });
    const write = (dataset: string, ...rows: readonly Row[]) =>
      writeRecords(context, { dataset: `test/${dataset}`, rows: rows.map((row, index) => ({ line: index + 1, row })), caller });
    return {
      database,
      context,
      write,
      pass(days: number) {
        now += days * day;
      },
      ago: (days: number) => formatInstant(now - days * day),
    };
  }
  const removeAll = async (context: DataContext) => {
    while (await removeExpired(context));
  };
  const settle = async (context: DataContext) => {
    while (await tendRollups(context));
  };
  const number = async (database: Database, sql: string) => {
    const found = await database.read.raw(sql);
    const [row] = Array.isArray(found) ? found : found.rows;
    return Number(Object.values(row ?? {})[0]);
  };
  const whole = (column: string, slice = '') => `SELECT sum(${column}) FROM "d_test__report__roll_at" WHERE _slice = '${slice}'`;

  test('go in batches, are told as deleted, and stay in the roll-ups for what they counted', async () => {
    const { database, context, write, pass, ago } = await begin();
    const many = 1_200;
    const rows = Array.from({ length: many }, (_, index) => ({
      code: `r${index}`,
      ward: index % 3 === 0 ? ward : null,
      kind: index % 2 === 0 ? 'road' : 'waste',
      votes: index % 10,
      at: ago(index % 5),
      closed_at: index % 4 === 0 ? null : ago(0),
    }));
    expect((await write('report', ...rows)).refused).toEqual([]);
    await write('report', { code: 'r1', votes: 7 });
    await settle(context);
    const votes = await number(database, whole('_n'));
    expect(votes).toBe(many);
    const columns = await database.dialect.columnsOf(database.read, 'd_test__report__roll_at');
    const before = await Promise.all(columns.slice(5).map((column) => number(database, whole(`"${column}"`, 'kind'))));
    const asked = ['received', 'votes'].map((name): Query => ({ from: `test/${name}`, time: { from: '2026-09-20', to: '2026-10-05' } }));
    const answers = () => Promise.all(asked.map(async (query) => (await runQuery(context, { query, caller })).rows));
    const answered = await answers();
    expect(answered[0]).toEqual([[many]]);
    // The rows of the two oldest days.
    pass(28);
    await removeAll(context);
    const gone = (many * 2) / 5;
    expect(await number(database, 'SELECT count(*) FROM "d_test__report"')).toBe(many - gone);
    expect(await number(database, "SELECT count(*) FROM change WHERE kind = 'deleted'")).toBe(gone);
    await settle(context);
    expect(await wrongPairs(context, 'test/report')).toEqual([]);
    pass(5);
    await removeAll(context);
    await settle(context);
    expect(await number(database, 'SELECT count(*) FROM "d_test__report"')).toBe(0);
    expect(await number(database, 'SELECT count(*) FROM "d_test__report__past"')).toBe(0);
    expect(await answers()).toEqual(answered);
    // Also before cells are made that mean something else, and where rows would be as quick to count.
    await findSparse(context);
    expect(await answers()).toEqual(answered);
    const { most: _, ...others } = indicators;
    const next = await testContext(database, {
      datasets: { report, reading },
      indicators: { ...others, roads: { ...indicators.received, formula: "count(report where at in period and kind='road')" } },
      units,
      clock: context.clock,
    });
    expect((await runQuery(next, { query: asked[0] ?? { from: '' }, caller })).rows).toEqual(answered[0]);
    expect(await number(database, whole('_n'))).toBe(many);
    expect(await Promise.all(columns.slice(5).map((column) => number(database, whole(`"${column}"`, 'kind'))))).toEqual(before);
    // What went at several times became one cell for each day, unit and kind.
    expect(
      await number(
        database,
        'SELECT count(*) FROM (SELECT 1 FROM "d_test__report__roll_at" GROUP BY _slice, at, ward, kind HAVING count(*) > 1) AS s',
      ),
    ).toBe(0);
    const audit: { fields: unknown; caller: string }[] = await database.read('audit').where({ action: 'keep' }).select('fields', 'caller');
    expect(audit.length).toBeGreaterThan(2);
    expect(audit.length).toBeLessThan(8);
    const counts = audit.map(({ fields }) => (typeof fields === 'string' ? JSON.parse(fields) : fields).rows[0]);
    expect(counts.reduce((sum: number, count: number) => sum + count, 0)).toBe(many);
  });

  test('are not taken again, row by row; one that is still there may be changed', async () => {
    const { context, write, pass, ago } = await begin();
    await write('report', { code: 'a', at: ago(29) });
    pass(3);
    const outcome = await write('report', { code: 'b', at: ago(31) }, { code: 'c', at: ago(30) });
    expect(outcome).toMatchObject({ added: 1, refused: [{ line: 1, field: 'at', reason: 'too-old', details: { keep: 'P30D' } }] });
    await patchRecord(context, { dataset: 'test/report', id: 1, revision: 1, patch: { votes: 1 }, caller });
    expect(await write('report', { code: 'a', votes: 2 })).toMatchObject({ changed: 1, refused: [] });
    const moved = patchRecord(context, { dataset: 'test/report', id: 1, revision: 3, patch: { at: ago(40) }, caller });
    await expect(moved).rejects.toMatchObject({ code: 'validation-failed' });
    await removeAll(context);
    expect(await write('report', { code: 'a', at: ago(32) })).toMatchObject({ added: 0, refused: [{ reason: 'too-old' }] });
  });

  test('days count on the calendar, of datasets without units too', async () => {
    const { database, context, write, pass } = await begin();
    await write('reading', { station: 's', date: '2026-09-01', level: 4 }, { station: 's', date: '2026-09-02', level: 5 });
    await settle(context);
    await removeAll(context);
    expect(await number(database, 'SELECT count(*) FROM "d_test__reading"')).toBe(2);
    pass(1);
    await removeAll(context);
    expect(await number(database, 'SELECT count(*) FROM "d_test__reading"')).toBe(1);
    expect(await number(database, 'SELECT sum(_n) FROM "d_test__reading__roll_date" WHERE _kept = 1')).toBe(1);
    await settle(context);
    expect(await wrongPairs(context, 'test/reading')).toEqual([]);
  });

  test('count once at every moment, while others write and refresh', async () => {
    const { database, context, pass, write, ago } = await begin(false);
    let isOver = false;
    let checks = 0;
    const faults: unknown[] = [];
    const until = async (work: () => Promise<unknown>) => {
      while (!isOver) await work();
    };
    const check = async () => {
      const rows = '(SELECT count(*) FROM "d_test__report")';
      const kept = `(SELECT coalesce(sum(_n), 0) FROM "d_test__report__roll_at" WHERE _kept = 1 AND _slice = '')`;
      const added = "(SELECT count(*) FROM change WHERE kind = 'added' AND dataset = 'test/report')";
      const difference = await number(database, `SELECT ${rows} + ${kept} - ${added}`);
      if (difference !== 0) faults.push(difference);
      faults.push(...(await wrongPairs(context, 'test/report')));
      checks++;
    };
    const writer = async (name: string) => {
      for (let round = 0; round < 25; round++) {
        const rows = Array.from({ length: 12 }, (_, index) => ({
          code: `${name}${round}-${index}`,
          ward,
          kind: 'road',
          votes: 1,
          at: ago(26 + index / 4),
        }));
        await write('report', ...rows, { code: `${name}${round}-1`, votes: 3 }, { code: `${name}${Math.max(0, round - 1)}-2`, at: ago(1) });
        if (name === 'a' && round % 5 === 4) pass(1);
      }
    };
    const others = Promise.all([until(() => removeExpired(context)), until(() => tendRollups(context)), until(check)]);
    await Promise.all(['a', 'b', 'c'].map(writer)).finally(() => {
      isOver = true;
    });
    await others;
    await check();
    expect(faults).toEqual([]);
    expect(checks).toBeGreaterThan(3);
    expect(await number(database, 'SELECT sum(_n) FROM "d_test__report__roll_at" WHERE _kept = 1')).toBeGreaterThan(0);
  });
});
