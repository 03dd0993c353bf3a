import websocket from '@fastify/websocket';
import { type ClientMessage, HaidangError, type Position, type ServerMessage } from '@haidang/sdk';
import { Ajv } from 'ajv';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import { errorReply } from '../http/errors.ts';
import type { Hub, WatchNews } from './hub.ts';

/** A viewer that lets more than this pile up unread is closed, not waited for. Bytes. */
const mostUnsent = 1024 * 1024;
/** Above this the newest state of each watch waits until the line is free. Bytes. */
const busyAbove = 64 * 1024;
const mostWatches = 200;
const mostSockets = 256;
/** A line that has not answered from one beat to the next is dead. Milliseconds. */
const beat = 20_000;
/** How long viewers have to say goodbye when the server stops. Milliseconds. */
const farewell = 500;

const id = { type: 'string', minLength: 1, maxLength: 64 };
const isClientMessage = new Ajv({ discriminator: true }).compile<ClientMessage>({
  type: 'object',
  discriminator: { propertyName: 'type' },
  required: ['type'],
  oneOf: [
    {
      properties: { type: { const: 'watch' }, id, query: { type: 'object' }, at: { type: 'string', maxLength: 100 } },
      required: ['id', 'query'],
      additionalProperties: false,
    },
    { properties: { type: { const: 'unwatch' }, id }, required: ['id'], additionalProperties: false },
    { properties: { type: { const: 'ping' } }, additionalProperties: false },
  ],
});

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
export function liveRoute(app: FastifyInstance, hub: Hub, clock: Clock): void {
  app.route({
    method: 'GET',
    url: '/api/live',
    config: { access: 'may:query.run' },
    handler: () => {
      throw new HaidangError('not-found');
    },
    wsHandler: view,
  });

  function view(socket: WebSocket, request: FastifyRequest) {
    if (app.websocketServer.clients.size > mostSockets) return socket.close(1013, 'too many sockets');
    const watches = new Map<string, () => void>();
    const waiting = new Map<string, string>();
    const send = (message: ServerMessage) => deliver(socket, JSON.stringify(message));
    const refuse = (watch: string, error: HaidangError) =>
      send({ type: 'failed', id: watch, error: errorReply(error, request.caller.language).error });
    const tell = (watch: string, news: WatchNews) => {
      const text = textOf(watch, news, (error) =>
        JSON.stringify({ type: 'failed', id: watch, error: errorReply(error, request.caller.language).error } satisfies ServerMessage),
      );
      if (socket.bufferedAmount > busyAbove) waiting.set(watch, text);
      else deliver(socket, text);
    };
    const flush = setInterval(() => {
      if (socket.bufferedAmount > busyAbove) return;
      for (const [watch, text] of waiting) {
        waiting.delete(watch);
        deliver(socket, text);
        if (socket.bufferedAmount > busyAbove) return;
      }
    }, 100);
    let isAlive = true;
    socket.on('pong', () => {
      isAlive = true;
    });
    const heart = setInterval(() => {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
    }, beat);
    const unwatch = (watch: string) => {
      watches.get(watch)?.();
      watches.delete(watch);
      waiting.delete(watch);
    };
    socket.on('message', (data) => {
      const message = parse(String(data));
      if (!message) return socket.close(1008, 'bad message');
      if (message.type === 'ping') return send({ type: 'pong', now: new Date(clock.now()).toISOString() });
      if (message.type === 'unwatch') return unwatch(message.id);
      if (message.type !== 'watch') return socket.close(1008, 'bad message');
      unwatch(message.id);
      if (watches.size >= mostWatches) return refuse(message.id, new HaidangError('rate-limited', { watches: mostWatches }));
      const { id: watch, query, at } = message;
      try {
        watches.set(
          watch,
          hub.watch({ query, caller: request.caller, viewer: { tell: (news) => tell(watch, news) }, ...(at !== undefined && { at }) }),
        );
      } catch (error) {
        if (!(error instanceof HaidangError)) request.log.error(error);
        refuse(watch, error instanceof HaidangError ? error : new HaidangError('internal'));
      }
    });
    socket.on('close', () => {
      clearInterval(flush);
      clearInterval(heart);
      for (const end of watches.values()) end();
      watches.clear();
    });
  }
}

function parse(text: string): ClientMessage | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return isClientMessage(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

function textOf(id: string, news: WatchNews, failed: (error: HaidangError) => string): string {
  if (news.type === 'failed') return failed(news.error);
  if (news.type === 'current') return JSON.stringify({ type: 'current', id, at: news.at satisfies Position });
  return `{"type":"result","id":${JSON.stringify(id)},"at":${JSON.stringify(news.at)},"result":${news.result}}`;
}

function deliver(socket: WebSocket, text: string): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount + text.length > mostUnsent && socket.bufferedAmount > 0) {
    socket.close(1013, 'too slow');
    socket.terminate();
    return;
  }
  socket.send(text);
}
