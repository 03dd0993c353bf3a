import websocket from '@fastify/websocket';
import { HaidangError } from '@haidang/sdk';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import { toHaidangError } from '../http/errors.ts';
import type { Hub } from './hub.ts';
import { newsText, readMessage } from './messages.ts';
import { Outbox } from './outbox.ts';
import { type SocketLimits, Sockets, usualLimits } from './sockets.ts';
import type { WatchNews } from './watch.ts';

const mostWatches = 200;
/** How long viewers have to say goodbye when the server stops. Milliseconds. */
const farewell = 500;
/** What an answer to a ping waits under; no watch has this name. */
const pong = '';

/** Makes the server take sockets. Stands before every guard, so that a refused socket is closed too. */
export async function takeSockets(app: FastifyInstance): Promise<void> {
  await app.register(websocket, {
    options: { maxPayload: 256 * 1024 },
    preClose(done) {
      const { clients } = app.websocketServer;
      for (const socket of clients) socket.close(1001, 'the server stops');
      // One that does not listen any more would keep the server for half a minute.
      const late = setTimeout(() => {
        for (const socket of clients) socket.terminate();
      }, farewell);
      app.websocketServer.close(() => {
        clearTimeout(late);
        done();
      });
    },
  });
}

/** `WS /api/live`: watches of one page. */
export function liveRoute(app: FastifyInstance, hub: Pick<Hub, 'watch'>, clock: Clock, limits: SocketLimits = usualLimits): void {
  const sockets = new Sockets(app, limits);
  app.route({
    method: 'GET',
    url: '/api/live',
    config: { access: 'may:query.run' },
    handler: () => {
      throw new HaidangError('not-found');
    },
    wsHandler: view,
  });

  function view(socket: WebSocket, { ip, raw, caller, log }: FastifyRequest) {
    if (!sockets.hasRoom(ip)) {
      socket.close(1013, 'too many sockets');
      // One that does not say goodbye would be held for half a minute, and counted nowhere.
      setTimeout(() => socket.terminate(), farewell).unref();
      return;
    }
    const outbox = new Outbox(socket, raw.socket);
    sockets.add(socket, { address: ip, outbox });
    const watches = new Map<string, () => void>();
    const tell = (watch: string, news: WatchNews) => outbox.put(watch, () => newsText(watch, news, caller.language));
    const unwatch = (watch: string) => {
      watches.get(watch)?.();
      watches.delete(watch);
      outbox.drop(watch);
    };
    socket.on('message', (data) => {
      const message = readMessage(String(data));
      if (message?.type === 'ping') {
        const now = new Date(clock.now()).toISOString();
        return outbox.put(pong, () => Buffer.from(JSON.stringify({ type: 'pong', now })));
      }
      if (message?.type === 'unwatch') return unwatch(message.id);
      if (message?.type !== 'watch') return socket.close(1008, 'bad message');
      const { id, query, at } = message;
      unwatch(id);
      try {
        if (watches.size >= mostWatches) throw new HaidangError('rate-limited', { watches: mostWatches });
        const viewer = { tell: (news: WatchNews) => tell(id, news) };
        watches.set(id, hub.watch({ query, caller, viewer, ...(at !== undefined && { at }) }));
      } catch (error) {
        tell(id, { type: 'failed', error: toHaidangError(error, (cause) => log.error(cause)) });
      }
    });
    socket.on('close', () => {
      for (const end of watches.values()) end();
      watches.clear();
    });
  }
}
