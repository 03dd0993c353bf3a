import { describe, expect, test } from 'vitest';
import type { Query } from '../query.ts';
import type { PortData } from '../widget.ts';
import { benches, pass, resultOf } from './fake-core.ts';

const bench = benches();
const a: Query = { from: 'x/a' };
const b: Query = { from: 'x/b' };

describe('a watch', () => {
  test('begins with loading, takes its first answer by HTTP and goes on from there by socket', async () => {
    bench().core.at = '1:7:3';
    const watch = await bench().following(a);
    expect(watch.told.map(({ state }) => state)).toEqual(['loading', 'ready']);
    expect(bench().core.posts).toHaveLength(1);
    expect(bench().core.line.url).toBe('ws://core/api/live');
    expect(bench().core.line.sent.filter(({ type }) => type === 'watch')).toEqual([
      { type: 'watch', id: expect.any(String), query: a, at: '1:7:3' },
    ]);
  });

  test('told that it is current, disturbs nobody', async () => {
    const watch = await bench().following(a);
    bench().core.line.say({ type: 'current', id: bench().core.line.watches()[0]?.id ?? '', at: '1:9:9' });
    expect(watch.told).toHaveLength(2);
  });

  test('tells newer results, also that there are none', async () => {
    const watch = await bench().following(a);
    const id = bench().core.line.watches()[0]?.id ?? '';
    bench().core.line.say({ type: 'result', id, result: resultOf(5), at: '1:2:2' });
    expect(watch.last()).toMatchObject({ state: 'ready', result: { rows: [[5]] }, trust: { freshness: 'live' } });
    bench().core.line.say({ type: 'result', id, result: resultOf(), at: '1:3:3' });
    expect(watch.last()?.state).toBe('empty');
  });

  test('of equal queries is one, whoever listens; a late listener is told at once', async () => {
    const first = await bench().following({ from: 'x/a', where: { p: 1, q: 2 } });
    const second = bench().follow({ where: { q: 2, p: 1 }, from: 'x/a' });
    expect(second.last()?.state).toBe('ready');
    await pass(10);
    expect(bench().core.posts).toHaveLength(1);
    expect(bench().core.line.watches()).toHaveLength(1);
    bench().core.line.say({ type: 'result', id: bench().core.line.watches()[0]?.id ?? '', result: resultOf(8), at: '1:2:2' });
    expect([first.last()?.result?.rows, second.last()?.result?.rows]).toEqual([[[8]], [[8]]]);
  });

  test('ends on the server a little after its last listener has gone', async () => {
    const watch = await bench().following(a);
    const other = bench().follow(a);
    watch.stop();
    await pass(5000);
    expect(bench().core.line.watches()).toHaveLength(1);
    other.stop();
    await pass(5000);
    expect(bench().core.line.watches()).toHaveLength(0);
  });

  test('taken up again goes on from its position, without a request', async () => {
    bench().core.at = '1:4:4';
    const watch = await bench().following(a);
    watch.stop();
    await pass(5000);
    const again = bench().follow(a);
    expect(again.last()).toMatchObject({ state: 'loading', result: { rows: [[1]] } });
    const [line] = bench().core.line.watches();
    expect(line?.at).toBe('1:4:4');
    bench().core.line.say({ type: 'current', id: line?.id ?? '', at: '1:6:6' });
    expect(again.last()).toMatchObject({ state: 'ready', result: { rows: [[1]] } });
    expect(bench().core.posts).toHaveLength(1);
  });

  test('that somebody has left tells him nothing, though the answer comes late', async () => {
    bench().core.delay = 10_000;
    const slow = bench().follow(a);
    await pass(100);
    slow.stop();
    bench().core.answer = () => resultOf(2);
    bench().core.delay = 5;
    const next = bench().follow(b);
    await pass(100);
    expect(next.last()?.result?.rows).toEqual([[2]]);
    await pass(20_000);
    expect(slow.told).toEqual([{ state: 'loading' }]);
    expect(next.last()?.result?.rows).toEqual([[2]]);
  });

  test('that has ended is not taken up by a late answer', async () => {
    bench().core.delay = 10_000;
    const slow = await bench().following(a);
    bench().core.line.say({ type: 'pong', now: new Date().toISOString() });
    slow.stop();
    await pass(12_000);
    expect(bench().client.connection.state).toBe('open');
    expect(bench().core.line.watches()).toEqual([]);
  });

  test('may be listened to twice by one function', async () => {
    const told: PortData[] = [];
    const listener = (data: PortData): number => told.push(data);
    const stop = bench().client.watch(a, listener);
    bench().client.watch(a, listener);
    stop();
    await pass(10);
    expect(told.map(({ state }) => state)).toEqual(['loading', 'loading', 'ready']);
  });

  test('left by a listener during the news of another listener is silent at once', async () => {
    const stops: (() => void)[] = [];
    const told: string[] = [];
    bench().client.watch(a, ({ state }) => {
      told.push(`one ${state}`);
      if (state === 'ready') stops[0]?.();
    });
    stops.push(bench().client.watch(a, ({ state }) => told.push(`two ${state}`)));
    await pass(10);
    expect(told).toEqual(['one loading', 'two loading', 'one ready']);
  });

  test('that cannot be gone on from lets go what it knows and is begun anew under another name', async () => {
    const watch = await bench().following(a);
    const old = bench().core.line.watches()[0]?.id ?? '';
    bench().core.line.say({ type: 'resync', id: old });
    const [line] = bench().core.line.watches();
    expect(line).toEqual({ id: expect.any(String), from: 'x/a', at: undefined });
    expect(line?.id).not.toBe(old);
    bench().core.line.say({ type: 'result', id: old, result: resultOf(6), at: '1:2:2' });
    expect(watch.last()).toEqual({ state: 'loading' });
    bench().core.line.say({ type: 'result', id: line?.id ?? '', result: resultOf(7), at: '2:3:3' });
    expect(watch.last()?.result?.rows).toEqual([[7]]);
    bench().core.line.break();
    await pass(1000);
    bench().core.line.open();
    expect(bench().core.line.watches()).toMatchObject([{ at: '2:3:3' }]);
  });

  test('kept from before goes on only if the server still knows it', async () => {
    const watch = await bench().following(a);
    watch.stop();
    await pass(5000);
    const again = bench().follow(a);
    bench().core.line.say({ type: 'resync', id: bench().core.line.watches()[0]?.id ?? '' });
    expect(again.last()).toEqual({ state: 'loading' });
    bench().core.line.say({ type: 'result', id: bench().core.line.watches()[0]?.id ?? '', result: resultOf(2), at: '2:1:1' });
    expect(again.last()).toMatchObject({ state: 'ready', result: { rows: [[2]] } });
  });
});

describe('a failure', () => {
  test('keeps the last good result and says when it is tried again', async () => {
    const watch = await bench().following(a);
    const { id = '' } = bench().core.line.watches()[0] ?? {};
    bench().core.line.say({ type: 'failed', id, error: { code: 'timed-out', message: '', details: { after: 5 } } });
    expect(watch.last()).toMatchObject({ state: 'error', result: { rows: [[1]] }, error: { code: 'timed-out', details: { after: 5 } } });
    expect(Date.parse(watch.last()?.error?.retryAt ?? '')).toBeGreaterThan(Date.now());
    await pass(1000);
    const [line] = bench().core.line.watches();
    expect(line?.id).not.toBe(id);
    bench().core.line.say({ type: 'result', id: line?.id ?? '', result: resultOf(3), at: '1:5:5' });
    expect(watch.last()).toEqual({ state: 'ready', result: resultOf(3), trust: resultOf(3).trust });
  });

  test('is tried again less and less often', async () => {
    bench().core.answer = () => ({ error: { code: 'internal', message: '' } });
    bench().follow(a);
    await pass(60_000);
    const first = bench().core.posts.length;
    await pass(60_000);
    expect(first).toBeGreaterThan(4);
    expect(first).toBeLessThan(12);
    expect(bench().core.posts.length - first).toBeLessThan(5);
  });

  test('after a success is tried again soon', async () => {
    bench().core.answer = () => ({ error: { code: 'internal', message: '' } });
    const watch = bench().follow(a);
    await pass(20_000);
    bench().core.answer = () => resultOf(1);
    await pass(40_000);
    expect(watch.last()?.state).toBe('ready');
    bench().core.line.open();
    bench().core.line.say({ type: 'result', id: bench().core.line.watches()[0]?.id ?? '', result: resultOf(2), at: '1:2:2' });
    bench().core.line.say({ type: 'failed', id: bench().core.line.watches()[0]?.id ?? '', error: { code: 'internal', message: '' } });
    expect(Date.parse(watch.last()?.error?.retryAt ?? '') - Date.now()).toBeLessThanOrEqual(500);
  });

  test('that will not pass by itself is not tried again, except on request', async () => {
    bench().core.answer = () => ({ error: { code: 'unknown-field', message: '', details: { field: 'f' } } });
    const watch = bench().follow(a);
    await pass(60_000);
    expect(bench().core.posts).toHaveLength(1);
    expect(watch.last()).toEqual({ state: 'error', error: { code: 'unknown-field', details: { field: 'f' } } });
    bench().core.answer = () => resultOf(4);
    bench().client.retry(a);
    await pass(10);
    expect(watch.last()?.result?.rows).toEqual([[4]]);
  });

  test('is tried again by whoever comes next', async () => {
    bench().core.answer = () => ({ error: { code: 'unknown-field', message: '' } });
    const watch = bench().follow(a);
    await pass(10);
    watch.stop();
    bench().core.answer = () => resultOf(4);
    const next = bench().follow(a);
    await pass(10);
    expect(next.last()?.result?.rows).toEqual([[4]]);
  });

  test('of permission leaves nothing on the screen', async () => {
    const watch = await bench().following(a);
    bench().core.line.say({ type: 'failed', id: bench().core.line.watches()[0]?.id ?? '', error: { code: 'forbidden', message: '' } });
    expect(watch.last()).toEqual({ state: 'denied', error: { code: 'forbidden' } });
  });

  test('of the network is being offline, until the server is there again', async () => {
    bench().core.isReachable = false;
    const watch = bench().follow(a);
    await pass(10);
    expect(watch.last()).toMatchObject({ state: 'offline', error: { code: 'network' } });
    bench().core.isReachable = true;
    await pass(2000);
    expect(watch.last()?.state).toBe('ready');
    expect(watch.last()?.error).toBeUndefined();
  });
});
