import type {} from '@fastify/websocket';
import type { ClientMessage, Json, Query, Result, ServerMessage } from '@haidang/sdk';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Client } from '../../sdk/src/client/client.ts';
import { createClient } from '../../sdk/src/client/create-client.ts';
import { counted } from '../support/counts.ts';
import { type LiveCentre, startLights, wards } from './live-centre.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const turn: Query = { from: 'lights/light', measures: { newest: { fn: 'max', field: 'turn' } } };
const queries: readonly Query[] = [
  turn,
  { from: 'lights/light', measures: { n: { fn: 'count' } }, by: ['ward'], sort: ['ward'] },
  { from: 'lights/light', measures: { n: { fn: 'count' } }, where: { state: 'broken' } },
  { from: 'lights/light', select: ['code', 'state', 'turn'], sort: ['-turn'], limit: 20 },
  { from: 'lights/light', measures: { n: { fn: 'count' }, sum: { fn: 'sum', field: 'turn' } }, by: ['state'], time: 'today' },
];

/** A page whose line is cut again and again. */
class Page {
  readonly client: Client;
  readonly shown = new Map<Query, Result>();
  /** What `turn` showed, in order. It only ever grows. */
  readonly turns: number[] = [];
  readonly heard: { [type: string]: number } = {};
  resumed = 0;
  cuts = 0;
  #socket: WebSocket | undefined;

  constructor(url: string) {
    this.client = createClient({ base: url, socket: (address) => this.#open(address) });
    for (const query of queries)
      this.client.watch(query, ({ state, result }) => {
        if (!result || (state !== 'ready' && state !== 'empty')) return;
        this.shown.set(query, result);
        if (query === turn) this.turns.push(Number(result.rows[0]?.[0] ?? 0));
      });
  }

  get isOpen(): boolean {
    return this.client.connection.state === 'open';
  }

  cut(): void {
    if (!this.isOpen) return;
    this.cuts++;
    // Half of them just vanish; the others break off in the middle of what is under way.
    if (Math.random() < 0.5) this.#socket?.terminate();
    else this.#socket?.close();
  }

  #open(address: string): globalThis.WebSocket {
    const socket = new WebSocket(address);
    this.#socket = socket;
    const send = socket.send.bind(socket);
    socket.send = (text: string) => {
      const message = JSON.parse(text) as ClientMessage;
      if (message.type === 'watch' && message.at !== undefined) this.resumed++;
      send(text);
    };
    socket.on('message', (data) => {
      const { type } = JSON.parse(String(data)) as ServerMessage;
      this.heard[type] = (this.heard[type] ?? 0) + 1;
    });
    socket.on('error', () => {});
    return socket as unknown as globalThis.WebSocket;
  }
}

async function ask(url: string): Promise<readonly (readonly (readonly Json[])[] | undefined)[]> {
  const named = Object.fromEntries(queries.map((query, index) => [index, query]));
  const response = await fetch(`${url}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ queries: named }),
  });
  const { results } = (await response.json()) as { results: { [id: string]: Result } };
  return queries.map((_, index) => results[index]?.rows);
}

describe.each(['sqlite', 'postgres'] as const)('pages whose lines are cut at random on %s', (kind) => {
  let centre: LiveCentre | undefined;
  let pages: Page[] = [];

  afterEach(async () => {
    for (const { client } of pages) client.close();
    await centre?.stop();
  });

  test('end on the right state, were never taken back, and one that is not read costs nothing and is closed', async () => {
    const seconds = counted('seconds of cutting and resuming', { usual: 5, full: 60 });
    const rate = counted('writes a second meanwhile', { usual: 200, full: 200 });
    const served = await startLights(kind);
    centre = served;
    pages = Array.from({ length: 24 }, () => new Page(served.url));
    await expect.poll(() => pages.every(({ shown }) => shown.size === queries.length), { timeout: 20_000 }).toBe(true);
    const stalled = new WebSocket(`${served.url.replace('http', 'ws')}/api/live`);
    stalled.on('error', () => {});
    await new Promise((resolve) => stalled.once('open', resolve));
    for (const [index, query] of queries.entries()) stalled.send(JSON.stringify({ type: 'watch', id: `w${index}`, query }));
    stalled.pause();

    const started = performance.now();
    let [written, worst] = [0, 0];
    const elapsed = () => (performance.now() - started) / 1000;
    const isOver = () => elapsed() > seconds && written >= seconds * rate;
    const write = async () => {
      while (!isOver()) {
        if (written >= elapsed() * rate) await pause(2);
        else {
          const turns = Array.from({ length: 5 }, () => ++written);
          const states = ['on', 'off', 'broken'] as const;
          await served.write(
            ...turns.map((each) => ({
              // A third are new, the others change what is there.
              code: `l${each % 3 === 0 ? each : Math.floor(Math.random() * 40)}`,
              ward: wards[each % 2] ?? wards[0],
              state: states[Math.floor(Math.random() * 3)] ?? 'on',
              turn: each,
            })),
          );
        }
      }
    };
    const cut = async () => {
      while (!isOver()) {
        await pause(Math.random() * 100);
        pages[Math.floor(Math.random() * pages.length)]?.cut();
        for (const { bufferedAmount } of served.app.websocketServer.clients) worst = Math.max(worst, bufferedAmount);
      }
    };
    await Promise.all([...Array.from({ length: 4 }, write), cut()]);

    const right = await ask(served.url);
    for (const page of pages)
      await expect.poll(() => queries.map((query) => page.shown.get(query)?.rows), { timeout: 20_000 }).toEqual(right);
    for (const { turns } of pages) expect(turns).toEqual([...turns].sort((a, b) => a - b));

    const sum = (of: (page: Page) => number) => pages.reduce((total, page) => total + of(page), 0);
    expect(sum(({ cuts }) => cuts)).toBeGreaterThan(seconds * 5);
    expect(sum(({ resumed }) => resumed)).toBeGreaterThan(seconds * 10);
    expect(sum(({ heard }) => heard.result ?? 0)).toBeGreaterThan(seconds * 50);
    expect(worst).toBeLessThan(1024 * 1024);
    // By then it has missed two beats of the server.
    if (seconds > 45) expect(served.app.websocketServer.clients.size).toBe(pages.length);
    stalled.terminate();
  }, 200_000);
});
