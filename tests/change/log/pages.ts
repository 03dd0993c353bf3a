import type { Json, Query, Result } from '@haidang/sdk';
import { WebSocket } from 'ws';
import type { Client } from '../../../sdk/src/client/client.ts';
import { createClient } from '../../../sdk/src/client/create-client.ts';

const turn: Query = { from: 'lights/light', measures: { newest: { fn: 'max', field: 'turn' } } };
const queries: readonly Query[] = [
  turn,
  { from: 'lights/light', measures: { n: { fn: 'count' }, sum: { fn: 'sum', field: 'turn' } } },
  { from: 'lights/light', measures: { n: { fn: 'count' } }, by: ['ward'], sort: ['ward'] },
  { from: 'lights/light', measures: { n: { fn: 'count' } }, by: ['state'], sort: ['state'] },
];

/** A page whose line is cut again and again; each time it goes on with whichever process takes it. */
export class Page {
  readonly client: Client;
  /** What it shows. */
  readonly shown = new Map<Query, Result>();
  /** Newest turn, as it was shown. It only ever grows. */
  readonly turns: number[] = [];
  readonly heard: { [type: string]: number } = {};
  cuts = 0;
  #socket: WebSocket | undefined;

  constructor(urls: readonly string[]) {
    const [base = ''] = urls;
    const socket = (address: string) => {
      const url = urls[Math.floor(Math.random() * urls.length)] ?? base;
      return this.#open(address.replace(new URL(base).host, new URL(url).host));
    };
    this.client = createClient({ base, socket });
    for (const query of queries)
      this.client.watch(query, ({ state, result }) => {
        if (!result || (state !== 'ready' && state !== 'empty')) return;
        this.shown.set(query, result);
        if (query === turn) this.turns.push(Number(result.rows[0]?.[0] ?? 0));
      });
  }

  get rows(): readonly (readonly (readonly Json[])[] | undefined)[] {
    return queries.map((query) => this.shown.get(query)?.rows);
  }

  cut(): void {
    if (this.client.connection.state !== 'open') return;
    this.cuts++;
    this.#socket?.terminate();
  }

  #open(address: string): globalThis.WebSocket {
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.on('message', (data) => {
      const { type }: { type: string } = JSON.parse(String(data));
      this.heard[type] = (this.heard[type] ?? 0) + 1;
    });
    socket.on('error', () => {});
    return socket as unknown as globalThis.WebSocket;
  }
}

/** What a page has to show now, as a process answers. */
export async function ask(url: string): Promise<Page['rows']> {
  const response = await fetch(`${url}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ queries: Object.fromEntries(queries.map((query, index) => [index, query])) }),
  });
  const { results }: { results: { readonly [id: string]: Result } } = await response.json();
  return queries.map((_, index) => results[index]?.rows);
}
