import type { Query, ServerMessage } from '@haidang/sdk';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { counted } from '../support/counts.ts';
import { type LiveCentre, startLights, wards } from './live-centre.ts';

const tick = 250;
const count: Query = { from: 'lights/light', measures: { n: { fn: 'count' } } };

/** A screen that shows one number. */
class Screen {
  readonly counts: number[] = [];
  readonly #socket: WebSocket;

  constructor(url: string, unit?: string) {
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/api/live${unit === undefined ? '' : `?as=${unit}`}`);
    this.#socket.on('open', () => this.#socket.send(JSON.stringify({ type: 'watch', id: 'w1', query: count })));
    this.#socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as ServerMessage;
      if (message.type === 'result') this.counts.push(Number(message.result.rows[0]?.[0]));
    });
  }

  close(): void {
    this.#socket.terminate();
  }
}

describe.each(['sqlite', 'postgres'] as const)('many screens with the same query on %s', (kind) => {
  let centre: LiveCentre | undefined;
  let screens: Screen[] = [];

  afterEach(async () => {
    for (const screen of screens) screen.close();
    await centre?.stop();
  });

  /** Opens screens, writes for a while, and gives what it cost once all show the newest; `writing` are the ticks of the writing alone. */
  async function show(units: readonly (string | undefined)[]) {
    const sockets = counted('sockets on one query', { usual: 100, full: 500 });
    const served = await startLights(kind);
    centre = served;
    screens = Array.from({ length: sockets }, (_, index) => new Screen(served.url, units[index % units.length]));
    await expect.poll(() => screens.filter(({ counts }) => counts.at(-1) === 0).length, { timeout: 20_000 }).toBe(sockets);
    await new Promise((resolve) => setTimeout(resolve, 2 * tick));
    const { runs } = served.hub;
    const started = performance.now();
    let written = 0;
    while (performance.now() - started < 4000) {
      const ward = wards[written % 2] ?? wards[0];
      await served.write({ code: `l${written++}`, ward, state: 'on', turn: written });
    }
    const writing = (performance.now() - started) / tick;
    const expected = screens.map((_, index) => {
      const unit = units[index % units.length];
      // The wards take turns.
      return unit === undefined ? written : Math.ceil((written - (unit === wards[0] ? 0 : 1)) / 2);
    });
    await expect.poll(() => screens.map(({ counts }) => counts.at(-1)), { timeout: 20_000 }).toEqual(expected);
    return { cost: served.hub.runs - runs, ticks: Math.ceil((performance.now() - started) / tick) + 1, writing, written };
  }

  test('cost one query in a tick, and each shows the newest', async () => {
    const { cost, ticks, writing, written } = await show([undefined]);
    expect(centre?.hub.size).toBe(1);
    expect(written).toBeGreaterThan(3 * writing);
    expect(cost).toBeGreaterThan(2);
    expect(cost).toBeLessThanOrEqual(ticks);
    for (const { counts } of screens) expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  test('of two wards cost two, and each shows its own', async () => {
    const { cost, ticks } = await show(wards);
    expect(centre?.hub.size).toBe(2);
    expect(cost).toBeGreaterThan(4);
    expect(cost).toBeLessThanOrEqual(2 * ticks);
  });
});
