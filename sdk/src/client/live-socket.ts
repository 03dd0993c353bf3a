import type { ClientMessage, ServerMessage } from '../live.ts';
import { backoff } from './backoff.ts';
import type { Connection } from './client.ts';

const beat = 15_000;
/** A pong that takes longer than this means that the line is dead, whatever the socket says. */
const patience = 10_000;
const opening = 15_000;

interface LiveSocketOptions {
  readonly url: string;
  readonly socket: (url: string) => WebSocket;
  onMessage(message: ServerMessage): void;
  /** The line is open: nothing of what was watched on the one before is known to the server. */
  onOpen(): void;
  onConnection(connection: Connection): void;
}

/** One socket that comes back by itself, with a heartbeat that measures delay and clock. */
export class LiveSocket {
  readonly #options: LiveSocketOptions;
  #connection: Connection = { state: 'connecting', skewMs: 0, since: Date.now() };
  #socket: WebSocket | undefined;
  #isStarted = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pinged: number | undefined;

  constructor(options: LiveSocketOptions) {
    this.#options = options;
  }

  get connection(): Connection {
    return this.#connection;
  }

  get isOpen(): boolean {
    return this.#connection.state === 'open';
  }

  /** Connects, unless it has done so before. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#connect();
  }

  /** Tries at once instead of waiting for the next try; an open line is checked at once. */
  hurry(): void {
    if (!this.#isStarted) return;
    if (!this.#socket) {
      clearTimeout(this.#timer);
      this.#connect();
    } else if (this.isOpen && this.#pinged === undefined) {
      clearTimeout(this.#timer);
      this.#ping();
    }
  }

  /** Sends when the line is open; what is sent before that is lost. */
  send(message: ClientMessage): void {
    if (this.isOpen) this.#socket?.send(JSON.stringify(message));
  }

  /** Takes the server's clock from an answer that was asked at `askedAt`, by the machine's clock. What the way of the answer alone explains changes nothing. */
  setClock(serverNow: string, askedAt: number): void {
    const server = Date.parse(serverNow);
    const halfWay = (Date.now() - askedAt) / 2;
    const skewMs = Math.round(server - (askedAt + halfWay));
    if (Math.abs(skewMs - this.#connection.skewMs) > Math.max(100, halfWay)) this.#tell({ skewMs });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#isStarted = false;
    this.#drop();
  }

  #connect(): void {
    const socket = this.#options.socket(this.#options.url);
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => this.#received(String(data));
    socket.onclose = () => this.#lost();
    // A socket that hangs while opening says nothing for minutes.
    this.#timer = setTimeout(() => this.#lost(), opening);
  }

  #opened(): void {
    clearTimeout(this.#timer);
    this.#tell({ state: 'open', since: Date.now() });
    this.#ping();
    this.#options.onOpen();
  }

  #lost(): void {
    clearTimeout(this.#timer);
    this.#drop();
    this.#failures++;
    this.#timer = setTimeout(() => this.#connect(), backoff(this.#failures));
    if (this.#connection.state !== 'lost') this.#tell({ state: 'lost', since: Date.now(), delayMs: undefined });
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#pinged = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #received(text: string): void {
    const message = JSON.parse(text) as ServerMessage;
    if (message.type === 'pong') this.#ponged(message.now);
    else this.#options.onMessage(message);
  }

  #ping(): void {
    this.#pinged = Date.now();
    this.send({ type: 'ping' });
    this.#timer = setTimeout(() => this.#lost(), patience);
  }

  #ponged(now: string): void {
    if (this.#pinged === undefined) return;
    clearTimeout(this.#timer);
    const askedAt = this.#pinged;
    this.#pinged = undefined;
    // Not before: a server that is full opens the line only to close it.
    this.#failures = 0;
    this.#timer = setTimeout(() => this.#ping(), beat);
    this.#tell({ delayMs: Date.now() - askedAt });
    this.setClock(now, askedAt);
  }

  #tell(change: { readonly [K in keyof Connection]?: Connection[K] | undefined }): void {
    const { delayMs, ...rest } = { ...this.#connection, ...change };
    this.#connection = {
      state: rest.state ?? 'connecting',
      skewMs: rest.skewMs ?? 0,
      since: rest.since ?? Date.now(),
      ...(delayMs !== undefined && { delayMs }),
    };
    this.#options.onConnection(this.#connection);
  }
}
