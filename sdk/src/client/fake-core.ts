import { afterEach, beforeEach, vi } from 'vitest';
import type { ErrorReply } from '../errors.ts';
import type { ClientMessage, Position, ServerMessage } from '../live.ts';
import type { Query, Result } from '../query.ts';
import type { PortData } from '../widget.ts';
import type { Client } from './client.ts';
import { createClient } from './create-client.ts';

const unknown = { grade: 'unknown' } as const;

export function resultOf(...values: readonly number[]): Result {
  return {
    fields: [{ name: 'n', type: 'integer', label: { vi: 'n' } }],
    rows: values.map((value) => [value]),
    trust: {
      asOf: '2026-11-20T14:32:07+07:00',
      receivedAt: '2026-11-20T14:32:07+07:00',
      freshness: 'live',
      status: 'operational',
      quality: { correct: unknown, complete: unknown, clean: unknown, live: unknown },
      source: { owner: 'o', system: 's' },
    },
  };
}

/** A core that answers when it is told to. */
export class FakeCore {
  readonly posts: { readonly queries: { readonly [id: string]: Query } }[] = [];
  readonly sockets: FakeSocket[] = [];
  at: Position = '1:1:1';
  isReachable = true;
  delay = 5;
  answer: (query: Query) => Result | ErrorReply = () => resultOf(1);
  readonly gets: string[] = [];
  /** Versions of what it serves. */
  version = { catalog: 'c1', geography: 'g1' };

  readonly fetch: typeof fetch = async (input, init) => {
    const path = String(input).replace('http://core', '');
    await new Promise((done) => setTimeout(done, this.delay));
    if (!this.isReachable) throw new TypeError('fetch failed');
    if (init?.method !== 'POST') {
      this.gets.push(path);
      const { catalog, geography } = this.version;
      const now = new Date(Date.now() + 90_000).toISOString();
      if (path === '/api/catalog') return Response.json({ pages: [{ id: 'pg_1', slug: 'toan-canh' }], version: catalog, now });
      return path === '/api/geography'
        ? Response.json({ units: [], sources: [], version: geography })
        : Response.json({ error: { code: 'not-found', message: '', details: { path } } }, { status: 404 });
    }
    const body = JSON.parse(String(init.body)) as { queries: { [id: string]: Query } };
    this.posts.push(body);
    const results = Object.fromEntries(Object.entries(body.queries).map(([id, query]) => [id, this.answer(query)]));
    return Response.json({ results, at: this.at });
  };

  readonly socket = (url: string): WebSocket => {
    const socket = new FakeSocket(url);
    this.sockets.push(socket);
    return socket as unknown as WebSocket;
  };

  get line(): FakeSocket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error('no socket was opened');
    return last;
  }
}

export class FakeSocket {
  readonly url: string;
  readonly sent: ClientMessage[] = [];
  isClosed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(url: string) {
    this.url = url;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientMessage);
  }
  close(): void {
    this.isClosed = true;
  }
  say(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  open(): void {
    this.onopen?.();
  }
  break(): void {
    this.onclose?.();
  }
  /** Watches in force, by what the client sent. */
  watches(): { id: string; from: string; at: Position | undefined }[] {
    const all = new Map<string, { id: string; from: string; at: Position | undefined }>();
    for (const message of this.sent) {
      if (message.type === 'watch') all.set(message.id, { id: message.id, from: message.query.from, at: message.at });
      if (message.type === 'unwatch') all.delete(message.id);
    }
    return [...all.values()];
  }
}

/** What a listener was told. */
export interface Followed {
  readonly told: readonly PortData[];
  last(): PortData | undefined;
  stop(): void;
}

/** A core and a client of it, new for each test, in a time that passes only when it is told to. */
export class Bench {
  core = new FakeCore();
  client: Client = createClient({ base: 'http://core', fetch: this.core.fetch, socket: this.core.socket });

  /** Watches and keeps what was told. */
  follow(query: Query): Followed {
    const told: PortData[] = [];
    const stop = this.client.watch(query, (data) => told.push(data));
    return { told, last: () => told.at(-1), stop };
  }

  /** Watches, has the first answer and an open line. */
  async following(query: Query): Promise<Followed> {
    const watch = this.follow(query);
    this.core.line.open();
    await pass(10);
    return watch;
  }
}

/** Lets so many milliseconds pass. */
export async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

/** Gives each test of a file its own bench. */
export function benches(): () => Bench {
  let bench: Bench;
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-11-20T07:32:07Z') });
    bench = new Bench();
  });
  afterEach(() => {
    bench.client.close();
    vi.useRealTimers();
  });
  return () => bench;
}
