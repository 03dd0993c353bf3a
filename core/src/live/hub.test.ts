import type { Query } from '@haidang/sdk';
import { afterEach, expect, test, vi } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller } from '../access/caller.ts';
import { aroundReads, callerOf, count, type LiveBench, liveBench, TestViewer } from './testing.ts';

const soon = { timeout: 10_000 };

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describeDatabases('live watches', (open) => {
  let bench: LiveBench | undefined;
  const start = async (options?: Parameters<typeof liveBench>[1]) => {
    bench = await liveBench(await open(), options);
    return bench;
  };

  afterEach(() => bench?.hub.stop());

  test('many viewers of one query cost one run for each change', async () => {
    const { hub, add, watch } = await start();
    const viewers = Array.from({ length: 50 }, () => watch(count));
    await expect.poll(() => viewers.map((each) => each.count), soon).toEqual(viewers.map(() => 0));
    const before = hub.runs;
    await add(1);
    await expect.poll(() => viewers.every((each) => each.count === 1), soon).toBe(true);
    await pause(600);
    expect(hub.runs - before).toBe(1);
  });

  test('a watch runs at most once in a tick, however much is written and whoever comes', async () => {
    const { hub, add, ask, watch } = await start();
    const first = watch(count);
    await expect.poll(() => first.count, soon).toBe(0);
    const [runs, started] = [hub.runs, performance.now()];
    for (let number = 0; number < 60; number++) {
      await add(number);
      watch(count, { at: (await ask(count)).at });
      await pause(15);
    }
    expect(hub.runs - runs).toBeLessThanOrEqual(Math.ceil((performance.now() - started) / 250) + 1);
    await expect.poll(() => first.count, soon).toBe(60);
  });

  test('viewers share when they get the same rows and fields, and only then', async () => {
    const { hub, add, watch } = await start();
    const may = (permission: string) => permission !== 'test/light.personal';
    const callers = [
      callerOf('1'),
      callerOf('1'),
      callerOf('2'),
      callerOf('2'),
      callerOf('1', { can: () => true }),
      callerOf('1', { can: may }),
    ];
    const viewers = callers.map((caller) => watch(count, { caller }));
    await expect.poll(() => viewers.map((each) => each.count), soon).toEqual([0, 0, 0, 0, 0, 0]);
    expect(hub.size).toBe(3);
    const before = hub.runs;
    await add(1);
    await expect.poll(() => viewers.map((each) => each.count), soon).toEqual([1, 1, 0, 0, 1, 1]);
    await expect.poll(() => hub.runs - before, soon).toBe(3);
    await add(2);
    await expect.poll(() => viewers.map((each) => each.count), soon).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test('who may read more fields does not show them to others', async () => {
    const { add, watch } = await start();
    await add(1, { owner: 'Lê' });
    const query: Query = { from: 'test/light', select: ['owner'] };
    const chief = { ...localCaller(), can: () => true };
    const open = watch(query, { caller: chief });
    await expect.poll(() => open.count, soon).toBe('Lê');
    expect(() => watch(query)).toThrow(/forbidden/);
  });

  test('a viewer who holds the newest result is told so without a run', async () => {
    const { hub, add, askSettled, watch } = await start();
    await add(1);
    const { at } = await askSettled(count);
    const before = hub.runs;
    const viewers = Array.from({ length: 20 }, () => watch(count, { at }));
    await expect.poll(() => viewers.map(({ news }) => news), soon).toEqual(viewers.map(() => [{ type: 'current', at }]));
    expect(hub.runs).toBe(before);
    await add(2);
    await expect.poll(() => viewers.map((each) => each.counts), soon).toEqual(viewers.map(() => [2]));
  });

  test('is never told so after a write that the hub has not noticed yet, wherever it came from', async () => {
    const { hub, add, ask, watch } = await start();
    const stays = watch(count);
    await expect.poll(() => stays.count, soon).toBe(0);
    for (let round = 1; round <= 8; round++) {
      const { at } = await ask(count);
      await add(round, { quietly: round % 2 === 0 });
      const each = watch(round < 5 ? count : { ...count, limit: round }, { at });
      await expect.poll(() => each.news.length, soon).toBeGreaterThan(0);
      await expect.poll(() => each.count, soon).toBe(round);
      expect(each.news.map(({ type }) => type)).not.toContain('current');
      each.stop();
    }
    expect(hub.size).toBe(1);
  });

  test('a viewer is never taken back behind what he holds', async () => {
    let release = () => {};
    let held: Promise<void> | undefined;
    const { add, ask, watch } = await start({
      change: aroundReads(async (read) => {
        const rows = await read();
        await held;
        return rows;
      }),
    });
    await add(1);
    held = new Promise((resolve) => {
      release = resolve;
    });
    const early = watch(count);
    await pause(100);
    await add(2);
    // The run that is under way has read before the second write; this viewer holds what came after it.
    const { result, at } = await ask(count);
    expect(result.rows[0]?.[0]).toBe(2);
    const late = watch(count, { at });
    await pause(50);
    release();
    await expect.poll(() => early.counts, soon).toEqual([1, 2]);
    expect(late.counts.every((n) => n === 2)).toBe(true);
    await add(3);
    await expect.poll(() => [early.count, late.count], soon).toEqual([3, 3]);
    expect(late.counts).not.toContain(1);
  });

  test('a viewer who comes while a watch runs gets what that run reads, and one who comes later the same without a run', async () => {
    const { hub, add, watch } = await start();
    await add(1);
    const [first, second] = [watch(count), watch(count)];
    await expect.poll(() => [first.counts, second.counts], soon).toEqual([[1], [1]]);
    expect(watch(count).counts).toEqual([1]);
    expect(hub.runs).toBe(1);
  });

  test.each([
    ['of another database', (at: string) => at.replace(/^[^:]+/, 'abc')],
    ['that is none', () => "x'; DROP TABLE change; --"],
    ['older than what is known here', (at: string) => at.replace(/:\d+:\d+/, ':0:0')],
    ['that is yet to come', (at: string) => at.replace(/:\d+:\d+/, ':900000000:900000000')],
  ])('a position %s is answered by resync, and the viewer asks anew', async (_, change) => {
    const { hub, add, ask, watch } = await start();
    await add(1);
    const { at } = await ask(count);
    const viewer = watch(count, { at: change(at) as typeof at });
    await expect.poll(() => viewer.news, soon).toEqual([{ type: 'resync' }]);
    expect(hub.size).toBe(0);
    await add(2);
    const anew = watch(count);
    await expect.poll(() => anew.count, soon).toBe(2);
    expect(viewer.news).toHaveLength(1);
  });

  test('a watch rests four times as long as it ran', async () => {
    const spans: { began: number; ended: number }[] = [];
    const { add, watch } = await start({
      change: aroundReads(async (read) => {
        const began = performance.now();
        await pause(120);
        const rows = await read();
        spans.push({ began, ended: performance.now() });
        return rows;
      }),
    });
    const viewer = watch(count);
    for (let number = 1; number <= 100; number++) {
      await add(number);
      await pause(15);
    }
    await expect.poll(() => viewer.count, soon).toBe(100);
    expect(spans.length).toBeGreaterThan(2);
    const rests = spans.slice(1).map(({ began }, index) => {
      const last = spans[index];
      return last ? (began - last.ended) / (last.ended - last.began) : 0;
    });
    // A timer may fire a millisecond early.
    expect(Math.min(...rests)).toBeGreaterThan(3.95);
  });

  test('a watch that failed through no fault of its own runs again, sooner when somebody else comes to look', async () => {
    const { context, hub, errors, add, pass, watch } = await start();
    await add(1);
    const { write } = context.database;
    const table = context.tables.get('test/light')?.name ?? '';
    const fail = async () => {
      await write.schema.renameTable(table, 'away');
      const each = watch(count);
      await expect.poll(() => each.news.at(-1)?.type, soon).toBe('failed');
      await write.schema.renameTable('away', table);
      return each;
    };
    const early = await fail();
    pass(6000);
    await expect.poll(() => early.count, soon).toBe(1);
    expect(errors).toHaveLength(1);
    early.stop();
    expect(hub.size).toBe(0);
    await fail();
    const late = watch(count);
    await expect.poll(() => late.count, soon).toBe(1);
  });

  test('units that could not be read again after a change are read at the next look', async () => {
    const { context, errors, watch } = await start();
    const each = watch({ ...count, by: ['ward'] });
    await expect.poll(() => each.results, soon).toHaveLength(1);
    const reload = vi.spyOn(context.units as typeof context.units & { reload(): Promise<void> }, 'reload');
    reload.mockRejectedValueOnce(new Error('away'));
    await context.database.write('change').insert({ at: 1, dataset: 'unit', record: 0, kind: 'added' });
    await expect.poll(() => reload.mock.calls.length, soon).toBe(2);
    expect(errors).toHaveLength(1);
  });

  test('a query that cannot run fails its own watch at once', async () => {
    const { hub, watch } = await start();
    expect(() => watch({ from: 'test/light', select: ['colour'] })).toThrow(/unknown-field/);
    const viewer = new TestViewer();
    expect(() => hub.watch({ query: { from: 'test/none' }, caller: localCaller(), viewer })).toThrow(/unknown-dataset/);
    expect(hub.size).toBe(0);
  });
});
