import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { canonical } from '../documents/canonical.ts';
import type { Query } from '../query.ts';
import type { PortData } from '../widget.ts';
import type { Client } from './client.ts';
import type { Ports } from './port-state.ts';

interface BoundPort {
  readonly query: Query;
  readonly key: string;
  stop: (() => void) | undefined;
}

/** Keeps the queries of one widget alive while its host is connected, and their newest data by port. The last good result stays while newer ones load or fail, but never under another query: what a port was asked before is gone in the same frame. */
export class QueryController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #client: Client;
  readonly #ports = new Map<string, BoundPort>();
  #data: Ports = {};
  #isConnected = false;
  #isPaused = false;

  constructor(host: ReactiveControllerHost, client: Client) {
    this.#host = host;
    this.#client = client;
    host.addController(this);
  }

  /** Newest data by port; a new object at every change. */
  get data(): Ports {
    return this.#data;
  }

  /** Asks these queries from now on, by port; a port without a query is unbound. Queries that stay the same go on undisturbed. */
  bind(queries: { readonly [port: string]: Query | undefined }): void {
    for (const port of this.#ports.keys()) if (!Object.hasOwn(queries, port)) this.#drop(port);
    for (const [port, query] of Object.entries(queries)) {
      const key = query && canonical(query);
      if (this.#ports.get(port)?.key === key && this.#data[port] !== undefined) continue;
      this.#drop(port);
      this.#set(port, { state: query ? 'loading' : 'unbound' });
      if (!query || key === undefined) continue;
      this.#ports.set(port, { query, key, stop: undefined });
      this.#start(port);
    }
  }

  /** Stops watching while nobody sees the widget; the data stay. */
  pause(): void {
    this.#isPaused = true;
    for (const port of this.#ports.keys()) this.#stop(port);
  }

  /** Goes on from where it was paused. */
  resume(): void {
    this.#isPaused = false;
    for (const port of this.#ports.keys()) this.#start(port);
  }

  /** Asks again for every port whose newest answer failed. */
  retry(): void {
    for (const [port, { query }] of this.#ports) {
      const state = this.#data[port]?.state;
      if (state === 'error' || state === 'offline' || state === 'denied') this.#client.retry(query);
    }
  }

  /** Asks again for every port. */
  refresh(): void {
    for (const { query } of this.#ports.values()) this.#client.retry(query);
  }

  hostConnected(): void {
    this.#isConnected = true;
    for (const port of this.#ports.keys()) this.#start(port);
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    for (const port of this.#ports.keys()) this.#stop(port);
  }

  #start(name: string): void {
    const port = this.#ports.get(name);
    if (!port || port.stop || !this.#isConnected || this.#isPaused) return;
    // The listener is told at once, before there is a way to stop it, so the port itself says whose news still count.
    port.stop = this.#client.watch(port.query, (data) => {
      if (this.#ports.get(name) === port) this.#set(name, withLastGood(data, this.#data[name]));
    });
  }

  #stop(name: string): void {
    const port = this.#ports.get(name);
    port?.stop?.();
    if (port) port.stop = undefined;
  }

  #drop(name: string): void {
    this.#stop(name);
    this.#ports.delete(name);
    if (!(name in this.#data)) return;
    const { [name]: _, ...rest } = this.#data;
    this.#data = rest;
    this.#host.requestUpdate();
  }

  #set(port: string, data: PortData): void {
    this.#data = { ...this.#data, [port]: data };
    this.#host.requestUpdate();
  }
}

/** A watch that begins anew knows nothing yet of what the port has already shown. */
function withLastGood(data: PortData, before: PortData | undefined): PortData {
  if (data.result || !before?.result || data.state === 'denied') return data;
  return { ...data, result: before.result, ...(before.trust && { trust: before.trust }) };
}
