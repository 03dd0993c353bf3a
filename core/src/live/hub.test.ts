import { defineDataset, type Query, schema } from '@haidang/sdk';
import { afterEach, expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { type Caller, localCaller } from '../access/caller.ts';
import { headPosition } from '../data/changes.ts';
import type { DataContext } from '../data/context.ts';
import { testContext } from '../data/testing.ts';
import { writeRecords } from '../data/write.ts';
import { Hub, isAfterOrAt, type WatchNews } from './hub.ts';

const light = defineDataset({
  row: schema({
    required: ['code', 'ward', 'at'],
    properties: {
      code: { type: 'string', format: 'code' },
      ward: { type: 'string', format: 'unit' },
      at: { type: 'string', format: 'date-time' },
    },
  }),
  key: ['code'],
  time: 'at',
  unit: 'ward',
  expects: { every: 'PT1H' },
});
const ward = (code: string) => ({
  key: `${code}@2025-07-01`,
  code,
  version: '2025-07-01',
  level: 'ward' as const,
  title: { vi: code },
  validFrom: '2025-07-01',
});
const count: Query = { from: 'test/light', measures: { n: { fn: 'count' } } };

describeDatabases('live watches', (open) => {
  let hub: Hub | undefined;
  let shift = 0;

  afterEach(() => {
    hub?.stop();
    shift = 0;
  });

  async function start(): Promise<{ context: DataContext; hub: Hub; add(code: string, at?: string): Promise<unknown> }> {
    const clock = { now: () => Date.parse('2026-11-20T10:00:00+07:00') + shift };
    const context = await testContext(await open(), {
      datasets: { light },
      units: [ward('1'), ward('2')],
      clock,
      changed: () => hub?.wake(),
    });
    const started = new Hub(context, (error) => {
      throw error;
    });
    hub = started;
    await started.start();
    const add = (code: string, at = '2026-11-20T09:50:00+07:00') =>
      writeRecords(context, {
        dataset: 'test/light',
        rows: [{ line: 1, row: { code, ward: `${Number(code) % 2 === 0 ? 2 : 1}@2025-07-01`, at } }],
        caller: localCaller(),
      });
    return { context, hub: started, add };
  }

  function viewer(): { tell(news: WatchNews): void; news: WatchNews[]; count(): unknown } {
    const news: WatchNews[] = [];
    return {
      news,
      tell: (item) => void news.push(item),
      count: () => {
        const last = news.findLast(({ type }) => type === 'result');
        return last?.type === 'result' ? JSON.parse(last.result).rows[0][0] : undefined;
      },
    };
  }

  test('many viewers of one query cost one run for each change', async () => {
    const { hub, add } = await start();
    const viewers = Array.from({ length: 50 }, viewer);
    for (const each of viewers) hub.watch({ query: count, caller: localCaller(), viewer: each });
    await expect.poll(() => viewers.map((each) => each.count())).toEqual(viewers.map(() => 0));
    const before = hub.runs;
    await add('1');
    await expect.poll(() => viewers.every((each) => each.count() === 1)).toBe(true);
    expect(hub.runs - before).toBe(1);
  });

  test('viewers who may see different rows share nothing', async () => {
    const { hub, add } = await start();
    const only = (unit: string): Caller => ({ ...localCaller(), id: unit, rows: () => ({ ward: `${unit}@2025-07-01` }) });
    const [first, second] = [viewer(), viewer()];
    hub.watch({ query: count, caller: only('1'), viewer: first });
    hub.watch({ query: count, caller: only('2'), viewer: second });
    await add('1');
    await add('3');
    await add('2');
    await expect.poll(() => [first.count(), second.count()]).toEqual([2, 1]);
  });

  test('a viewer who holds the newest result is told so without a run', async () => {
    const { context, hub, add } = await start();
    await add('1');
    // The hub has to have seen the write before it can vouch for a position.
    const early = viewer();
    hub.watch({ query: count, caller: localCaller(), viewer: early });
    await expect.poll(() => early.count()).toBe(1);
    const at = await headPosition(context.database);
    const before = hub.runs;
    const late = viewer();
    const stop = hub.watch({ query: { ...count, limit: 5 }, caller: localCaller(), at, viewer: late });
    expect(late.news).toEqual([{ type: 'current', at }]);
    expect(hub.runs).toBe(before);
    await add('2');
    await expect.poll(() => late.count()).toBe(2);
    stop();
  });

  test('time alone re-runs a watch when its data fall due', async () => {
    const { hub, add } = await start();
    await add('1');
    const each = viewer();
    hub.watch({ query: count, caller: localCaller(), viewer: each });
    const freshness = () => {
      const last = each.news.findLast(({ type }) => type === 'result');
      return last?.type === 'result' ? JSON.parse(last.result).trust.freshness : undefined;
    };
    await expect.poll(freshness).toBe('live');
    shift = 55 * 60_000;
    await expect.poll(freshness, { timeout: 3000 }).toBe('due');
    shift = 80 * 60_000;
    await expect.poll(freshness, { timeout: 3000 }).toBe('late');
    expect(each.count()).toBe(1);
  });

  test('a watch that failed through no fault of its own runs again, sooner when somebody else comes to look', async () => {
    const { context, hub: first, add } = await start();
    first.stop();
    const errors: unknown[] = [];
    const second = new Hub(context, (error) => errors.push(error));
    hub = second;
    await add('1');
    const { write } = context.database;
    const table = context.tables.get('test/light')?.name ?? '';
    const fail = async () => {
      await write.schema.renameTable(table, 'away');
      const each = viewer();
      second.watch({ query: count, caller: localCaller(), viewer: each });
      await expect.poll(() => each.news.at(-1)?.type).toBe('failed');
      await write.schema.renameTable('away', table);
      return each;
    };
    await second.start();
    const early = await fail();
    shift = 6000;
    await expect.poll(() => early.count(), { timeout: 3000 }).toBe(1);
    expect(errors).toHaveLength(1);
    second.stop();
    await second.start();
    await fail();
    const late = viewer();
    second.watch({ query: count, caller: localCaller(), viewer: late });
    await expect.poll(() => late.count(), { timeout: 3000 }).toBe(1);
  });

  test('a query that cannot run fails its own watch at once', async () => {
    const { hub } = await start();
    expect(() => hub.watch({ query: { from: 'test/light', select: ['colour'] }, caller: localCaller(), viewer: viewer() })).toThrow(
      /unknown-field/,
    );
  });
});

test('positions are ordered by transaction, then by number, and only within one epoch', () => {
  expect(isAfterOrAt('a:10:3', 'a:9:800')).toBe(true);
  expect(isAfterOrAt('a:10:3', 'a:10:4')).toBe(false);
  expect(isAfterOrAt('a:10:4', 'a:10:4')).toBe(true);
  expect(isAfterOrAt('b:11:1', 'a:10:4')).toBe(false);
});
