import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type {} from '@fastify/websocket';
import type { ServerMessage } from '@haidang/sdk';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { localCaller } from '../access/caller.ts';
import { systemClock } from '../clock.ts';
import type { Looking } from './hub.ts';
import { liveRoute, takeSockets } from './socket.ts';
import { type SocketLimits, usualLimits } from './sockets.ts';
import type { Viewer } from './watch.ts';

const soon = { timeout: 10_000 };

const megabyte = 1024 * 1024;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const query = { from: 'test/light' };

/** Bytes in use, without what nobody refers to any more. */
function inUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

let app: FastifyInstance | undefined;
let clients: WebSocket[] = [];

afterEach(async () => {
  for (const client of clients) client.terminate();
  clients = [];
  await app?.close();
});

/** Serves sockets whose watches tell what the test wants. */
async function serve(limits: Partial<SocketLimits> = {}) {
  const viewers = new Set<Viewer>();
  const asked: Looking[] = [];
  const hub = {
    watch(looking: Looking) {
      asked.push(looking);
      viewers.add(looking.viewer);
      return () => void viewers.delete(looking.viewer);
    },
  };
  app = fastify();
  const served = app;
  await takeSockets(served);
  served.decorateRequest('caller');
  served.addHook('onRequest', async (request) => {
    request.caller = localCaller();
  });
  liveRoute(served, hub, systemClock, { ...usualLimits, ...limits });
  // What a server without any care does.
  served.get('/careless', { config: { access: 'open' }, websocket: true }, (socket) => {
    viewers.add({ tell: (news) => socket.send(JSON.stringify(news)) });
  });
  const url = (await served.listen({ port: 0, host: '127.0.0.1' })).replace('http', 'ws');
  let told = 0;
  return {
    viewers,
    asked,
    lines: () => [...served.websocketServer.clients],
    /** Unsent bytes of the worst line. */
    worst: () => Math.max(0, ...[...served.websocketServer.clients].map(({ bufferedAmount }) => bufferedAmount)),
    /** One result for all, of so many bytes. */
    tell(size: number) {
      const news = { type: 'result', json: JSON.stringify([told++, 'đ'.repeat(size / 2)]), at: `a:0:${told}` } as const;
      for (const viewer of viewers) viewer.tell(news);
    },
    async open(path = '/api/live', ...ids: string[]) {
      const client = new WebSocket(url + path);
      clients.push(client);
      const messages: ServerMessage[] = [];
      client.on('message', (data) => messages.push(JSON.parse(String(data)) as ServerMessage));
      const closed = new Promise<number>((resolve) => client.on('close', resolve));
      client.on('error', () => {});
      await new Promise((resolve) => client.once('open', resolve).once('close', resolve));
      for (const id of ids) client.send(JSON.stringify({ type: 'watch', id, query }));
      return {
        client,
        messages,
        closed,
        /** Numbers of the results that came. */
        numbers: () => messages.flatMap((message) => (message.type === 'result' ? [(message.result as unknown as [number])[0]] : [])),
      };
    },
  };
}

describe('a socket that is not read', () => {
  test('costs at most a megabyte and is closed, while others get each result', async () => {
    const server = await serve({ patience: 4000 });
    const stalled = await Promise.all(Array.from({ length: 20 }, () => server.open('/api/live', 'a', 'b')));
    const healthy = await server.open('/api/live', 'a');
    await expect.poll(() => server.viewers.size, soon).toBe(41);
    for (const { client } of stalled) client.pause();
    const before = inUse();
    let [worst, used, told] = [0, 0, 0];
    const started = performance.now();
    while (server.lines().length > 1 && performance.now() - started < 15_000) {
      server.tell(200_000);
      await expect.poll(() => healthy.numbers().at(-1), { ...soon, interval: 5 }).toBe(told++);
      healthy.messages.splice(0, healthy.messages.length - 1);
      worst = Math.max(worst, server.worst());
      if (told % 10 === 0 && server.lines().length === 21) used = Math.max(used, inUse() - before);
    }
    expect(server.lines()).toHaveLength(1);
    expect(told).toBeGreaterThan(30);
    expect(worst).toBeGreaterThan(0);
    expect(worst).toBeLessThan(megabyte);
    expect(used).toBeGreaterThan(0);
    expect(used / stalled.length).toBeLessThan(megabyte);
    await Promise.all(
      stalled.map(({ client, closed }) => {
        client.resume();
        return closed;
      }),
    );
  });

  test('would cost many without that care', async () => {
    const server = await serve();
    const { client } = await server.open('/careless');
    await expect.poll(() => server.viewers.size, soon).toBe(1);
    client.pause();
    for (let round = 0; round < 60; round++) {
      server.tell(400_000);
      await pause(10);
    }
    expect(server.worst()).toBeGreaterThan(5 * megabyte);
  });

  test('and asks for an answer again and again gets the newest only', async () => {
    const server = await serve({ patience: 60_000 });
    const { client, messages } = await server.open();
    client.pause();
    for (let round = 0; round < 40; round++) {
      for (let index = 0; index < 10_000; index++) client.send('{"type":"ping"}');
      await pause(10);
      expect(server.worst()).toBeLessThan(megabyte);
    }
    client.resume();
    await expect.poll(() => messages.length, soon).toBeGreaterThan(1);
  });

  test('and asks for ever more is closed', async () => {
    const server = await serve({ patience: 60_000 });
    const { client, closed } = await server.open('/api/live', ...Array.from({ length: 200 }, (_, index) => `w${index}`));
    await expect.poll(() => server.viewers.size, soon).toBe(200);
    client.pause();
    for (let round = 0; round < 4; round++) server.tell(400_000);
    for (let index = 0; index < 1000; index++) client.send(JSON.stringify({ type: 'watch', id: `more${index}`, query }));
    await expect.poll(() => server.lines().length, soon).toBe(0);
    client.resume();
    await closed;
  });

  test('is closed after two beats when it does not even answer, and one that answers stays', async () => {
    const server = await serve({ beat: 300 });
    const [dead, alive] = [await server.open(), await server.open()];
    dead.client.pause();
    await pause(1000);
    expect(server.lines()).toHaveLength(1);
    expect(alive.client.readyState).toBe(WebSocket.OPEN);
  });
});

describe('a socket that is read slowly', () => {
  test('gets the newest of each watch and leaves out what came in between', async () => {
    const server = await serve();
    const { client, numbers } = await server.open('/api/live', 'a');
    await expect.poll(() => server.viewers.size, soon).toBe(1);
    client.pause();
    for (let round = 0; round < 200; round++) {
      server.tell(100_000);
      await pause(1);
    }
    client.resume();
    await expect.poll(() => numbers().at(-1), soon).toBe(199);
    expect(numbers().length).toBeLessThan(150);
    expect(numbers()).toEqual([...numbers()].sort((a, b) => a - b));
  });

  test('gets long results whole, and what comes after them', async () => {
    const server = await serve();
    const { messages, numbers } = await server.open('/api/live', 'a');
    await expect.poll(() => server.viewers.size, soon).toBe(1);
    server.tell(6 * megabyte);
    await expect.poll(() => numbers(), soon).toEqual([0]);
    server.tell(70_000);
    server.tell(200);
    await expect.poll(() => numbers().at(-1), soon).toBe(2);
    expect(messages[0]).toEqual({ type: 'result', id: 'a', at: 'a:0:1', result: [0, 'đ'.repeat(3 * megabyte)] });
  });

  test('gets nothing more of a watch that it has ended', async () => {
    const server = await serve();
    const { client, messages, numbers } = await server.open('/api/live', 'a', 'b');
    await expect.poll(() => server.viewers.size, soon).toBe(2);
    client.pause();
    for (let round = 0; round < 60; round++) {
      server.tell(200_000);
      await pause(1);
    }
    client.send('{"type":"unwatch","id":"a"}');
    await expect.poll(() => server.viewers.size, soon).toBe(1);
    client.resume();
    await expect.poll(() => numbers().filter((number) => number === 59), soon).toEqual([59]);
    expect(messages.at(-1)).toMatchObject({ id: 'b' });
  });
});

describe('the server', () => {
  test('takes as many sockets as it should, of one address not all of them', async () => {
    const server = await serve({ all: 4, ofAddress: 3 });
    const opened = [await server.open(), await server.open(), await server.open()];
    const refused = await server.open();
    expect(await refused.closed).toBe(1013);
    opened[0]?.client.close();
    await opened[0]?.closed;
    await expect.poll(() => server.lines().length, soon).toBe(2);
    const next = await server.open('/api/live', 'a');
    await expect.poll(() => server.viewers.size, soon).toBe(1);
    server.tell(10);
    await expect.poll(() => next.numbers(), soon).toEqual([0]);
  });

  test('takes five hundred of one machine by default', () => {
    expect(usualLimits.ofAddress).toBeGreaterThan(500);
    expect(usualLimits.all).toBeGreaterThan(usualLimits.ofAddress);
  });

  test('hands on the position that a viewer holds, and tells what becomes of it', async () => {
    const server = await serve();
    const { client, messages } = await server.open();
    client.send(JSON.stringify({ type: 'watch', id: 'x', query, at: 'a:1:2' }));
    await expect.poll(() => server.asked, soon).toMatchObject([{ query, at: 'a:1:2' }]);
    server.asked[0]?.viewer.tell({ type: 'resync' });
    server.asked[0]?.viewer.tell({ type: 'current', at: 'a:1:2' });
    await expect
      .poll(() => messages)
      .toEqual([
        { type: 'resync', id: 'x' },
        { type: 'current', id: 'x', at: 'a:1:2' },
      ]);
  });

  test('refuses one watch too many, and closes on what is no message', async () => {
    const server = await serve();
    const { client, messages, closed } = await server.open('/api/live', ...Array.from({ length: 201 }, (_, index) => `w${index}`));
    await expect.poll(() => messages, soon).toMatchObject([{ type: 'failed', id: 'w200', error: { code: 'rate-limited' } }]);
    client.send('{"type":"watch"}');
    expect(await closed).toBe(1008);
    await expect.poll(() => server.viewers.size, soon).toBe(0);
  });
});
