import { describe, expect, test } from 'vitest';
import type { Query } from '../query.ts';
import { benches, pass, resultOf } from './fake-core.ts';

const bench = benches();
const a: Query = { from: 'x/a' };
const b: Query = { from: 'x/b' };

describe('the line', () => {
  test('is connecting, open, lost and open again', async () => {
    const states: string[] = [];
    bench().client.onConnection(({ state }) => {
      if (states.at(-1) !== state) states.push(state);
    });
    await bench().following(a);
    bench().core.line.break();
    await pass(1000);
    bench().core.line.open();
    expect(states).toEqual(['connecting', 'open', 'lost', 'open']);
    expect(bench().core.sockets).toHaveLength(2);
  });

  test('cut, keeps what is shown and sends all watches again from where they stand', async () => {
    const first = await bench().following(a);
    const second = bench().follow(b);
    await pass(10);
    bench().core.line.say({ type: 'result', id: bench().core.line.watches()[0]?.id ?? '', result: resultOf(9), at: '1:8:8' });
    bench().core.line.break();
    expect(first.last()).toMatchObject({ state: 'offline', result: { rows: [[9]] } });
    await pass(1000);
    bench().core.line.open();
    expect(
      bench()
        .core.line.watches()
        .map(({ from, at }) => [from, at]),
    ).toEqual([
      ['x/a', '1:8:8'],
      ['x/b', '1:1:1'],
    ]);
    for (const { id } of bench().core.line.watches()) bench().core.line.say({ type: 'current', id, at: '1:9:9' });
    expect(first.last()).toMatchObject({ state: 'ready', result: { rows: [[9]] } });
    expect(second.last()?.state).toBe('ready');
    expect(bench().core.posts).toHaveLength(2);
  });

  test('asks for what began while it was cut as soon as it is open', async () => {
    await bench().following(a);
    bench().core.line.break();
    bench().core.isReachable = false;
    const late = bench().follow(b);
    await pass(10);
    expect(late.last()?.state).toBe('offline');
    while (bench().core.sockets.length < 2) await pass(100);
    bench().core.line.open();
    expect(
      bench()
        .core.line.watches()
        .map(({ from, at }) => [from, at]),
    ).toContainEqual(['x/b', undefined]);
  });

  test('comes back with growing pauses of random length', async () => {
    bench().follow(a);
    const times: number[] = [];
    for (let count = 0; count < 8; count++) {
      const before = bench().core.sockets.length;
      const cut = Date.now();
      bench().core.line.break();
      while (bench().core.sockets.length === before) await pass(50);
      times.push(Date.now() - cut);
    }
    expect(times[0]).toBeLessThanOrEqual(550);
    expect(times[0]).toBeGreaterThanOrEqual(250);
    expect(Math.max(...times)).toBeLessThanOrEqual(30_050);
    expect(times[7]).toBeGreaterThan(14_000);
    expect(new Set(times.map((time, index) => Math.round((time / (500 * 2 ** index)) * 100))).size).toBeGreaterThan(1);
  });

  test('that has worked is tried again soon when it is cut anew, but not one that a full server only opens to close', async () => {
    bench().follow(a);
    const cut = async (): Promise<number> => {
      const [before, at] = [bench().core.sockets.length, Date.now()];
      bench().core.line.break();
      while (bench().core.sockets.length === before) await pass(50);
      return Date.now() - at;
    };
    for (let count = 0; count < 6; count++) await cut();
    bench().core.line.open();
    expect(await cut()).toBeGreaterThan(10_000);
    bench().core.line.open();
    bench().core.line.say({ type: 'pong', now: new Date().toISOString() });
    expect(await cut()).toBeLessThanOrEqual(550);
  });

  test('measures its delay and the clock of the server', async () => {
    await bench().following(a);
    expect(bench().core.line.sent[0]).toEqual({ type: 'ping' });
    await pass(30);
    bench().core.line.say({ type: 'pong', now: new Date(Date.now() - 20 + 3_600_000).toISOString() });
    expect(bench().client.connection).toMatchObject({ state: 'open', delayMs: 40, skewMs: 3_600_000 });
    expect(bench().client.now()).toBe(Date.now() + 3_600_000);
    await pass(15_000);
    bench().core.line.say({ type: 'pong', now: new Date(Date.now() + 3_600_030).toISOString() });
    expect(bench().client.connection).toMatchObject({ delayMs: 0, skewMs: 3_600_000 });
  });

  test('that is silent is given up', async () => {
    await bench().following(a);
    bench().core.line.say({ type: 'pong', now: new Date().toISOString() });
    const dead = bench().core.line;
    await pass(15_000 + 9_000);
    expect(bench().client.connection.state).toBe('open');
    await pass(2_000);
    expect(bench().client.connection.state).toBe('lost');
    expect(dead.isClosed).toBe(true);
  });

  test('that hangs while opening is given up', async () => {
    bench().follow(a);
    await pass(16_000);
    expect(bench().core.sockets.length).toBeGreaterThan(1);
  });

  test('is not opened before something is watched, and not again after the end', async () => {
    bench()
      .client.queries({ one: a })
      .catch(() => {});
    await pass(10);
    expect(bench().core.sockets).toHaveLength(0);
    await bench().following(a);
    bench().client.close();
    await pass(120_000);
    expect(bench().core.sockets).toHaveLength(1);
    expect(bench().core.line.isClosed).toBe(true);
  });
});
