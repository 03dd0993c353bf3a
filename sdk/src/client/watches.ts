import { canonical } from '../documents/canonical.ts';
import { type ErrorReply, errors, HaidangError } from '../errors.ts';
import type { ClientMessage, Position, ServerMessage } from '../live.ts';
import type { Query, Result } from '../query.ts';
import type { PortData } from '../widget.ts';
import { backoff } from './backoff.ts';
import type { PositionedAnswer } from './query-batch.ts';

/** A watch without listeners goes on for so long, for elements that only move or scroll by. Milliseconds. */
const linger = 2000;
/** So many results of ended watches are kept, to go on from. */
const keptMost = 100;

type Listener = (data: PortData) => void;
type Failure = Omit<ErrorReply['error'], 'message' | 'code'> & { readonly code: string };

interface Watch {
  readonly key: string;
  readonly query: Query;
  readonly listeners: Set<Listener>;
  data: PortData;
  /** Position of the result in `data`. */
  at: Position | undefined;
  /** Name of the watch on the present socket. */
  id: string | undefined;
  isAsking: boolean;
  failures: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

interface WatchesOptions {
  ask(query: Query, key: string): Promise<PositionedAnswer>;
  send(message: ClientMessage): void;
  isOpen(): boolean;
  now(): number;
}

/** All watches of a page: one for each distinct query, however many listen. */
export class Watches {
  readonly #options: WatchesOptions;
  readonly #watches = new Map<string, Watch>();
  readonly #byId = new Map<string, Watch>();
  readonly #kept = new Map<string, { readonly result: Result; readonly at: Position }>();
  #lastId = 0;

  constructor(options: WatchesOptions) {
    this.#options = options;
  }

  listen(query: Query, listener: Listener): () => void {
    const key = canonical(query);
    const known = this.#watches.get(key);
    const watch = known ?? this.#begin(key, query);
    // Each call is a listener of its own, even with a function that listens already.
    const own: Listener = (data) => listener(data);
    watch.listeners.add(own);
    if (known && watch.listeners.size === 1) {
      clearTimeout(watch.timer);
      if (watch.data.error) this.#again(watch);
    }
    own(watch.data);
    return () => {
      if (!watch.listeners.delete(own) || watch.listeners.size > 0) return;
      clearTimeout(watch.timer);
      watch.timer = setTimeout(() => this.#end(watch), linger);
    };
  }

  retry(query: Query): void {
    const watch = this.#watches.get(canonical(query));
    if (watch) this.#again(watch);
  }

  /** The socket is open: everything is asked for again, from the position where it stands. */
  opened(): void {
    this.#byId.clear();
    for (const watch of this.#watches.values()) {
      watch.id = undefined;
      if (watch.isAsking) continue;
      if (watch.listeners.size > 0) clearTimeout(watch.timer);
      this.#send(watch);
    }
  }

  /** The socket is lost: what is shown may be old. */
  lost(): void {
    this.#byId.clear();
    for (const watch of this.#watches.values()) {
      watch.id = undefined;
      if (watch.data.state === 'ready' || watch.data.state === 'empty') this.#tell(watch, { ...watch.data, state: 'offline' });
    }
  }

  receive(message: Extract<ServerMessage, { readonly id: string }>): void {
    const watch = this.#byId.get(message.id);
    if (!watch) return;
    if (message.type === 'result') this.#result(watch, message.result, message.at);
    else if (message.type === 'failed') this.#failed(watch, message.error);
    else if (message.type === 'current' && watch.data.result) this.#result(watch, watch.data.result, message.at);
    else this.#anew(watch);
  }

  close(): void {
    for (const watch of this.#watches.values()) clearTimeout(watch.timer);
    this.#watches.clear();
    this.#byId.clear();
  }

  #begin(key: string, query: Query): Watch {
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    const data: PortData = kept ? { state: 'loading', result: kept.result, trust: kept.result.trust } : { state: 'loading' };
    const watch: Watch = {
      key,
      query,
      listeners: new Set(),
      data,
      at: kept?.at,
      id: undefined,
      isAsking: false,
      failures: 0,
      timer: undefined,
    };
    this.#watches.set(key, watch);
    if (kept && this.#options.isOpen()) this.#send(watch);
    else void this.#ask(watch);
    return watch;
  }

  #end(watch: Watch): void {
    if (this.#watches.get(watch.key) !== watch) return;
    this.#watches.delete(watch.key);
    this.#unwatch(watch);
    if (!watch.data.result || watch.at === undefined) return;
    this.#kept.set(watch.key, { result: watch.data.result, at: watch.at });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptMost && oldest !== undefined) this.#kept.delete(oldest);
  }

  /** The first answer comes by HTTP, together with those of all other watches that begin now. */
  async #ask(watch: Watch): Promise<void> {
    watch.isAsking = true;
    try {
      const { result, error, at } = await this.#options.ask(watch.query, watch.key);
      watch.isAsking = false;
      if (this.#watches.get(watch.key) !== watch) return;
      if (error) return this.#failed(watch, error);
      this.#result(watch, result, at);
      if (this.#options.isOpen()) this.#send(watch);
    } catch (error) {
      watch.isAsking = false;
      if (this.#watches.get(watch.key) !== watch) return;
      this.#failed(watch, error instanceof HaidangError ? { code: error.code, details: error.details } : { code: 'network' });
    }
  }

  /** Under a new name each time, so that nothing said about an older one is taken for this. */
  #send(watch: Watch): void {
    this.#unwatch(watch);
    const id = `w${++this.#lastId}`;
    watch.id = id;
    this.#byId.set(id, watch);
    this.#options.send({ type: 'watch', id, query: watch.query, ...(watch.at !== undefined && { at: watch.at }) });
  }

  #unwatch(watch: Watch): void {
    if (watch.id === undefined) return;
    this.#byId.delete(watch.id);
    this.#options.send({ type: 'unwatch', id: watch.id });
    watch.id = undefined;
  }

  /** What is known cannot be gone on from, and may be of another database: it is let go. */
  #anew(watch: Watch): void {
    watch.at = undefined;
    this.#tell(watch, { state: 'loading' });
    this.#send(watch);
  }

  #again(watch: Watch): void {
    if (watch.isAsking) return;
    clearTimeout(watch.timer);
    if (this.#options.isOpen()) this.#send(watch);
    else void this.#ask(watch);
  }

  #result(watch: Watch, result: Result, at: Position): void {
    watch.failures = 0;
    watch.at = at;
    if (watch.listeners.size > 0) clearTimeout(watch.timer);
    const state = result.rows.length > 0 ? 'ready' : 'empty';
    if (watch.data.state !== state || watch.data.result !== result) this.#tell(watch, { state, result, trust: result.trust });
  }

  #failed(watch: Watch, { code, details }: Failure): void {
    watch.failures++;
    const wait = backoff(watch.failures);
    const isRefused = code !== 'network' && statusOf(code) < 500 && code !== 'rate-limited';
    const isDenied = statusOf(code) === 401 || statusOf(code) === 403;
    // A refusal stays one until something changes; what failed is tried again.
    if (!isRefused && watch.listeners.size > 0) {
      clearTimeout(watch.timer);
      watch.timer = setTimeout(() => this.#again(watch), wait);
    }
    const error = {
      code,
      ...(details !== undefined && { details }),
      ...(!isRefused && { retryAt: new Date(this.#options.now() + wait).toISOString() }),
    };
    if (isDenied) watch.at = undefined;
    // What somebody may not see any longer is not kept on the screen either.
    if (isDenied) this.#tell(watch, { state: 'denied', error });
    else this.#tell(watch, { ...watch.data, state: code === 'network' ? 'offline' : 'error', error });
  }

  #tell(watch: Watch, data: PortData): void {
    watch.data = data;
    for (const listener of [...watch.listeners]) if (watch.listeners.has(listener)) listener(data);
  }
}

function statusOf(code: string): number {
  return Object.entries(errors).find(([known]) => known === code)?.[1].status ?? 500;
}
