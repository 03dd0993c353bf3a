import { setTimeout as sleep } from 'node:timers/promises';
import { defineDataset, type Result, schema } from '@haidang/sdk';
import { afterEach, expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller, systemCaller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { writeRecords } from '../data/write.ts';
import { Hub } from '../live/hub.ts';
import { QualityJob } from './job.ts';
import { type TestQuality, testQuality } from './testing.ts';

const code = { type: 'string', format: 'code' } as const;
const visit = defineDataset({
  row: schema({ required: ['code', 'day'], properties: { code, day: { type: 'string', format: 'date' }, n: { type: 'integer' } } }),
  key: ['code'],
  time: 'day',
  expects: { every: 'P1D' },
  rules: { positive: { must: { n: { gt: 0 } } } },
});
const other = defineDataset({ row: schema({ required: ['code'], properties: { code } }), key: ['code'] });

const pace = { tick: 10, rest: 20, calm: 20, share: 0 };

describeDatabases('the job', (open) => {
  const ends: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  const errors: unknown[] = [];
  const start = async () => testQuality(await open(), { visit, other }, { start: '2026-11-20T04:00' });
  const row = (name: string, n: number, day = '2026-11-19') => ({ code: name, day, n });
  const run = (context: DataContext): QualityJob => {
    const job = new QualityJob(context, (error) => errors.push(error), pace);
    job.start();
    ends.push(() => job.stop());
    return job;
  };
  const written = async ({ context }: TestQuality) =>
    Number((await context.database.read('change').where({ dataset: 'core/quality_run' }).count({ n: '*' }).first())?.n);
  const until = async (holds: () => Promise<boolean>) => {
    const end = performance.now() + 10_000;
    while (!(await holds())) {
      if (performance.now() > end) throw new Error('in vain');
      await sleep(20);
    }
  };
  const count = { from: 'test/visit', measures: { n: { fn: 'count' } } } as const;

  test('assesses what has changed, what is due and each new day; a restart finds nothing to write', async () => {
    const at = await start();
    await at.write('test/visit', [row('A', 1)]);
    const job = run(at.context);
    await until(async () => (await at.query(count)).trust.quality.overall === 100);
    expect(await written(at)).toBe(1);
    await at.write('test/visit', [row('B', -1)]);
    job.heard(new Set(['test/visit']));
    await until(async () => (await at.query(count)).trust.quality.correct.value === 0.5);
    await job.stop();
    const before = await written(at);
    const again = run(at.context);
    await sleep(300);
    expect(await written(at)).toBe(before);
    at.setNow('2026-11-21T00:00');
    await until(async () => (await written(at)) > before);
    const { rows } = await at.query({ from: 'core/quality_run', select: ['window_end', 'expected_slots'], sort: ['window_end'] });
    expect(rows).toEqual([
      ['2026-11-20T23:59:59+07:00', 1],
      ['2026-11-21T23:59:59+07:00', 2],
    ]);
    // Late from the end of its grace on.
    const alarms = async () => (await at.query({ from: 'core/alarm', limit: 1 })).rows.length;
    await until(async () => (await alarms()) === 1);
    expect((await at.query({ from: 'core/alarm', select: ['supplier', 'state', 'raised_at'] })).rows).toEqual([
      ['*', 'unacknowledged', '2026-11-20T06:00:00+07:00'],
    ]);
    expect([again.problems, errors]).toEqual([[], []]);
  });

  test('two at once write once', async () => {
    const at = await start();
    await at.write('test/visit', [row('A', 1)]);
    const jobs = [run(at.context), run({ ...at.context }), run({ ...at.context })];
    await until(async () => (await written(at)) > 0);
    await sleep(300);
    for (let n = 1; n <= 5; n++) {
      expect(await written(at)).toBe(n);
      await at.write('test/visit', [row(`N${n}`, n)]);
      for (const job of jobs) job.heard(new Set(['test/visit']));
      await until(async () => (await written(at)) > n);
      await sleep(150);
    }
    expect(errors).toEqual([]);
  });

  test('live answers follow their own assessment, and no others', async () => {
    const at = await start();
    await at.write('test/other', [{ code: 'X' }]);
    const holder: { hub?: Hub } = {};
    const context = { ...at.context, changed: () => holder.hub?.wake() };
    const job = run(context);
    const hub = new Hub(
      context,
      (error) => errors.push(error),
      (changed) => job.heard(changed),
    );
    holder.hub = hub;
    await hub.start();
    ends.push(() => hub.stop());
    const told: { readonly [name: string]: Result[] } = { visit: [], other: [] };
    for (const name of ['visit', 'other'])
      hub.watch({
        query: { from: `test/${name}`, measures: { n: { fn: 'count' } } },
        caller: localCaller(),
        viewer: { tell: (news) => void (news.type === 'result' && told[name]?.push(JSON.parse(news.json))) },
      });
    await until(async () => told.visit?.length === 1 && told.other?.length === 1);
    const lines = [{ line: 1, row: row('A', 1) }];
    await writeRecords(context, { dataset: 'test/visit', rows: lines, caller: systemCaller });
    await until(async () => told.visit?.at(-1)?.trust.quality.overall === 100);
    await sleep(600);
    expect(told.other?.length).toBe(1);
    const runs = hub.runs;
    job.heard(new Set(['test/visit']));
    await sleep(600);
    expect(hub.runs).toBe(runs);
    // One row more moves the counts and nothing that is shown: it is kept, and no answer is told again for it.
    const before = await written(at);
    const moves = async () =>
      Number((await context.database.read('change').where({ dataset: 'quality:test/visit' }).count({ n: '*' }).first())?.n);
    const moved = await moves();
    await writeRecords(context, { dataset: 'test/visit', rows: [{ line: 1, row: row('B', 1) }], caller: systemCaller });
    await until(async () => (await written(at)) > before);
    expect(await moves()).toBe(moved);
    await writeRecords(context, { dataset: 'test/visit', rows: [{ line: 1, row: row('C', -1) }], caller: systemCaller });
    await until(async () => (await moves()) > moved);
  });

  test('each refused row counts as one critical check that failed', async () => {
    const at = await start();
    await at.write('test/visit', [row('A', 1), row('B', 1)]);
    const { database, clock } = at.context;
    const refused = (resolved_at: number | null) => ({ dataset: 'test/visit', received_at: clock.now(), resolved_at });
    await database.write('refused_row').insert([refused(null), refused(clock.now())]);
    await at.assess('test/visit');
    expect((await at.query(count)).trust.quality.correct).toEqual({ grade: 'poor', value: 2 / 5 });
  });

  test('illustrative rows are taken to have come in time', async () => {
    const at = await start();
    await at.write('test/visit', [row('A', 1, '2026-11-10'), row('B', 1, '2026-11-11')], true);
    await at.assess('test/visit');
    const runs = { from: 'core/quality_run', select: ['expected_slots', 'received_slots', 'on_time_slots'] } as const;
    const { rows, trust } = await at.query(runs);
    expect(rows).toEqual([[10, 2, 2]]);
    // And what is said of them is as illustrative as they are.
    expect(trust.sample).toBe(1);
  });
});
