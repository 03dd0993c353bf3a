import type { ReactiveController } from 'lit';
import { beforeEach, expect, test } from 'vitest';
import type { Query, Result } from '../query.ts';
import type { PortData } from '../widget.ts';
import type { Client } from './client.ts';
import { QueryController } from './query-controller.ts';

const a: Query = { from: 'x/a' };
const b: Query = { from: 'x/b' };

/** Stands for the client: who watches what, and what they are told. */
class FakeClient implements Pick<Client, 'watch' | 'retry'> {
  readonly watched: { readonly from: string; readonly tell: (data: PortData) => void }[] = [];
  readonly retried: string[] = [];
  stopped = 0;
  present: PortData = { state: 'loading' };

  watch(query: Query, listener: (data: PortData) => void): () => void {
    const entry = { from: query.from, tell: listener };
    this.watched.push(entry);
    listener(this.present);
    return () => {
      this.stopped++;
      this.watched.splice(this.watched.indexOf(entry), 1);
    };
  }
  retry({ from }: Query): void {
    this.retried.push(from);
  }
  tell(from: string, data: PortData): void {
    for (const entry of this.watched.filter((watch) => watch.from === from)) entry.tell(data);
  }
}

const host = {
  updates: 0,
  addController(_controller: ReactiveController): void {},
  removeController(_controller: ReactiveController): void {},
  requestUpdate(): void {
    host.updates++;
  },
  updateComplete: Promise.resolve(true),
};

const result = (value: number): Result => ({ fields: [], rows: [[value]], trust: {} as Result['trust'] });
const ready = (value: number): PortData => ({ state: 'ready', result: result(value), trust: result(value).trust });

let client: FakeClient;
let controller: QueryController;

beforeEach(() => {
  client = new FakeClient();
  host.updates = 0;
  controller = new QueryController(host, client as unknown as Client);
});

test('watches while its host is connected', () => {
  controller.bind({ main: a, list: b });
  expect(client.watched).toHaveLength(0);
  expect(controller.data).toEqual({ main: { state: 'loading' }, list: { state: 'loading' } });
  controller.hostConnected();
  expect(client.watched.map(({ from }) => from)).toEqual(['x/a', 'x/b']);
  controller.hostDisconnected();
  expect(client.watched).toHaveLength(0);
});

test('gives news of a port to its host, as a new object', () => {
  controller.bind({ main: a });
  controller.hostConnected();
  const before = controller.data;
  host.updates = 0;
  client.tell('x/a', ready(1));
  expect(host.updates).toBe(1);
  expect(controller.data).toEqual({ main: ready(1) });
  expect(before).toEqual({ main: { state: 'loading' } });
});

test('never shows an old answer under a new query', () => {
  controller.bind({ main: a });
  controller.hostConnected();
  client.tell('x/a', ready(1));
  const stale = client.watched[0];
  controller.bind({ main: b });
  expect(controller.data).toEqual({ main: { state: 'loading' } });
  stale?.tell(ready(2));
  expect(controller.data).toEqual({ main: { state: 'loading' } });
  client.tell('x/b', ready(3));
  expect(controller.data).toEqual({ main: ready(3) });
});

test('leaves queries alone that stay the same, and drops ports that go', () => {
  controller.bind({ main: { from: 'x/a', limit: 1, sort: ['n'] }, list: b });
  controller.hostConnected();
  client.tell('x/a', ready(1));
  controller.bind({ main: { sort: ['n'], limit: 1, from: 'x/a' } });
  expect(client.stopped).toBe(1);
  expect(client.watched.map(({ from }) => from)).toEqual(['x/a']);
  expect(controller.data).toEqual({ main: ready(1) });
});

test('a port without a query is unbound', () => {
  controller.hostConnected();
  controller.bind({ main: undefined });
  expect(controller.data).toEqual({ main: { state: 'unbound' } });
  expect(client.watched).toHaveLength(0);
});

test('keeps its data while nobody looks, and goes on with them', () => {
  controller.bind({ main: a });
  controller.hostConnected();
  client.tell('x/a', ready(1));
  controller.pause();
  expect(client.watched).toHaveLength(0);
  expect(controller.data).toEqual({ main: ready(1) });
  controller.resume();
  expect(controller.data.main).toMatchObject({ state: 'loading', result: { rows: [[1]] } });
  client.tell('x/a', { state: 'denied', error: { code: 'forbidden' } });
  expect(controller.data.main?.result).toBeUndefined();
});

test('asks nothing while it is paused, also when bound anew or connected', () => {
  controller.pause();
  controller.hostConnected();
  controller.bind({ main: b });
  expect(client.watched).toHaveLength(0);
  controller.resume();
  controller.resume();
  expect(client.watched).toHaveLength(1);
});

test('tries again the ports that failed, and only those', () => {
  controller.bind({ main: a, list: b });
  controller.hostConnected();
  client.tell('x/a', { state: 'error', error: { code: 'internal' } });
  client.tell('x/b', ready(1));
  controller.retry();
  expect(client.retried).toEqual(['x/a']);
  controller.refresh();
  expect(client.retried).toEqual(['x/a', 'x/a', 'x/b']);
});
