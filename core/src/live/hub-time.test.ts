import type { Query } from '@haidang/sdk';
import { afterEach, expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller } from '../access/caller.ts';
import { count, type LiveBench, liveBench } from './testing.ts';

const second = 1000;
const minute = 60 * second;
const soon = { timeout: 10_000 };

describeDatabases('time alone', (open) => {
  let bench: LiveBench | undefined;
  const start = async (now: string) => {
    bench = await liveBench(await open(), { now });
    return bench;
  };

  afterEach(() => bench?.hub.stop());

  test('makes data fall due, and late after their grace', async () => {
    const { add, pass, watch } = await start('2026-11-20T10:00:00+07:00');
    await add(1);
    const viewer = watch(count);
    const freshness = () => viewer.results.map(({ trust }) => trust.freshness);
    await expect.poll(freshness, soon).toEqual(['live']);
    pass(50 * minute - second);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(freshness()).toEqual(['live']);
    pass(second);
    await expect.poll(freshness, soon).toEqual(['live', 'due']);
    pass(10 * minute);
    await expect.poll(freshness, soon).toEqual(['live', 'due', 'late']);
  });

  test.each([
    ['today', '2026-11-20T23:59:30+07:00', 1],
    ['week', '2026-11-22T23:59:30+07:00', 1],
    ['month', '2026-11-30T23:59:30+07:00', 1],
    ['quarter', '2026-12-31T23:59:30+07:00', 1],
    ['year', '2026-12-31T23:59:30+07:00', 1],
    ['half-year', '2026-12-31T23:59:30+07:00', 1],
  ] as const)('takes a result over the bound of the preset %s', async (time, now, before) => {
    const { hub, add, pass, watch } = await start(now);
    await add(1);
    const viewer = watch({ ...count, time });
    await expect.poll(() => viewer.counts, soon).toEqual([before]);
    const { period } = viewer.results[0] ?? {};
    pass(30 * second);
    await expect.poll(() => viewer.count, soon).toBe(0);
    expect(viewer.results.at(-1)?.period).not.toEqual(period);
    expect(hub.runs).toBe(2);
  });

  test('moves the end of a period that is counted back from now, each minute', async () => {
    const { add, pass, watch } = await start('2026-11-20T10:00:30+07:00');
    // Ten minutes ago.
    await add(1);
    const viewer = watch({ ...count, time: { last: 'PT12M' } });
    await expect.poll(() => viewer.counts, soon).toEqual([1]);
    const ends = () => viewer.results.map(({ period }) => period?.to);
    pass(minute);
    await expect.poll(ends, soon).toEqual(['2026-11-20T10:01:00+07:00', '2026-11-20T10:02:00+07:00']);
    pass(2 * minute);
    await expect.poll(() => viewer.count, soon).toBe(0);
  });

  test('moves what is compared with now, each minute and no oftener', async () => {
    const { hub, add, pass, watch } = await start('2026-11-20T10:00:10+07:00');
    await add(1, { at: '2026-11-20T10:00:45+07:00' });
    const viewer = watch({ ...count, where: { at: { lt: 'now' } } });
    await expect.poll(() => viewer.counts, soon).toEqual([0]);
    pass(40 * second);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(hub.runs).toBe(1);
    pass(10 * second);
    await expect.poll(() => viewer.counts, soon).toEqual([0, 1]);
    expect(hub.runs).toBe(2);
  });

  test('moves the rows that somebody may see, also of what they refer to', async () => {
    const { add, street, pass, watch } = await start('2026-11-20T10:00:10+07:00');
    await street('s1', '2026-11-20T10:00:45+07:00');
    await add(1, { at: '2026-11-20T10:00:45+07:00', street: 's1' });
    const rows = (of: string, field: string) => ({
      ...localCaller(),
      rows: (dataset: string) => (dataset === of ? { [field]: { lt: 'now' } } : undefined),
    });
    const direct = watch(count, { caller: rows('test/light', 'at') });
    const joined = watch({ ...count, where: { 'street.code': 's1' } }, { caller: rows('test/street', 'open_at') });
    const named = watch({ from: 'test/light', select: ['street'] }, { caller: rows('test/street', 'open_at') });
    const names = () => named.results.at(-1)?.fields[0]?.values;
    await expect.poll(() => [direct.count, joined.count, names()], soon).toEqual([0, 0, undefined]);
    pass(50 * second);
    await expect.poll(() => [direct.count, joined.count, names()], soon).toEqual([1, 1, { s1: { vi: 's1' } }]);
  });

  test('does not let a result pass for the newest once the clock has moved it', async () => {
    const { hub, add, askSettled, pass, watch } = await start('2026-11-20T10:00:10+07:00');
    await add(1, { at: '2026-11-20T10:00:45+07:00' });
    const query: Query = { ...count, where: { at: { lt: 'now' } } };
    const { result, at } = await askSettled(query);
    const before = hub.runs;
    expect(result.rows).toEqual([[0]]);
    const early = watch(query, { at });
    await expect.poll(() => early.news, soon).toEqual([{ type: 'current', at }]);
    expect(hub.runs).toBe(before);
    pass(50 * second);
    const late = watch(query, { at });
    await expect.poll(() => late.counts, soon).toEqual([1]);
    expect(late.news.map(({ type }) => type)).toEqual(['result']);
    await expect.poll(() => early.count, soon).toBe(1);
  });

  test('moves the result of a viewer who came with the newest one', async () => {
    const { add, askSettled, pass, watch } = await start('2026-11-20T10:00:10+07:00');
    await add(1, { at: '2026-11-20T10:00:45+07:00' });
    const query: Query = { ...count, where: { at: { lt: 'now' } } };
    const { at } = await askSettled(query);
    const viewer = watch(query, { at });
    await expect.poll(() => viewer.news, soon).toEqual([{ type: 'current', at }]);
    pass(50 * second);
    await expect.poll(() => viewer.count, soon).toBe(1);
  });
});
