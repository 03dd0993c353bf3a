import type { Query, Result } from '@haidang/sdk';
import fastify, { type FastifyInstance } from 'fastify';
import JSZip from 'jszip';
import { WebSocket } from 'ws';
import type { Caller } from '../../../core/src/access/caller.ts';
import type { DataContext } from '../../../core/src/data/context.ts';
import type { Database } from '../../../core/src/data/database.ts';
import { hasHistory, pastName } from '../../../core/src/data/history/past.ts';
import { links, units } from '../../../core/src/data/query/testing.ts';
import { testContext } from '../../../core/src/data/testing.ts';
import { writeRecords } from '../../../core/src/data/write.ts';
import { answerError } from '../../../core/src/http/errors.ts';
import { exportRoutes } from '../../../core/src/http/export.ts';
import { queryRoutes } from '../../../core/src/http/query.ts';
import { guardRoutes } from '../../../core/src/http/routes.ts';
import { Hub } from '../../../core/src/live/hub.ts';
import { liveRoute, takeSockets } from '../../../core/src/live/socket.ts';
import { assessedOf } from '../../../core/src/quality/assessed.ts';
import { assessOnce } from '../../../core/src/quality/job.ts';
import { records } from '../../../core/src/records/records.ts';
import type { Batch } from './pair.ts';
import { now } from './rows.ts';
import { datasets, indicators } from './world.ts';

const ofCore = Object.fromEntries(Object.entries(records.datasets ?? {}).map(([name, dataset]) => [`core/${name}`, dataset]));

const writer: Caller = { id: 'writer', language: 'vi', can: () => true };

/** A centre that is emptied and filled again and again, behind its routes. */
export class TestCentre {
  readonly app: FastifyInstance;
  readonly hub: Hub;
  readonly #context: DataContext;
  readonly #written: { now: number };
  readonly #port: number;
  caller: Caller = writer;

  private constructor(app: FastifyInstance, hub: Hub, context: DataContext, written: { now: number }, port: number) {
    this.app = app;
    this.hub = hub;
    this.#context = context;
    this.#written = written;
    this.#port = port;
  }

  static async open(database: Database): Promise<TestCentre> {
    // Rows come in at other instants than the one at which questions are asked.
    const written = { now };
    let hub: Hub | undefined;
    const context = await testContext(database, {
      datasets: { ...ofCore, ...datasets },
      indicators,
      units,
      links,
      ioc: { unit: '68@2025-07-01' },
      clock: { now: () => now },
      changed: () => hub?.wake(),
    });
    const started = new Hub(context, (error) => {
      throw error;
    });
    hub = started;
    const app = fastify();
    app.setErrorHandler(answerError);
    await takeSockets(app);
    await guardRoutes(app, () => centre.caller);
    queryRoutes(app, context);
    exportRoutes(app, context);
    liveRoute(app, started, context.clock);
    await app.listen({ port: 0, host: '127.0.0.1' });
    await started.start();
    const address = app.server.address();
    const writing = { ...context, clock: { now: () => written.now } };
    const centre = new TestCentre(app, started, writing, written, typeof address === 'object' && address ? address.port : 0);
    return centre;
  }

  async close(): Promise<void> {
    this.hub.stop();
    await this.app.close();
  }

  /** Removes all rows, as if there never had been any; what is logged of them is only known by positions. */
  async clear(): Promise<void> {
    const { database, tables } = this.#context;
    for (const table of tables.values()) {
      await database.write(table.name).delete();
      if (hasHistory(table)) await database.write(pastName(table)).delete();
    }
  }

  async write(batches: readonly Batch[]): Promise<void> {
    for (const { dataset, rows, later, sample = false } of batches) {
      this.#written.now = now + later;
      const { refused } = await writeRecords(this.#context, {
        dataset: `test/${dataset}`,
        rows: rows.map((row, index) => ({ line: index + 1, row })),
        caller: writer,
        sample,
      });
      if (refused.length > 0) throw new Error(`${dataset}: ${JSON.stringify(refused[0])}`);
    }
  }

  /** Assesses the gauges as the server does after a change. */
  async assess(): Promise<void> {
    const entry = this.#context.registry.datasets.get('test/gauge');
    if (!entry) throw new Error('no gauges');
    const context = { ...this.#context, clock: { now: () => now } };
    await assessOnce(context, assessedOf(context, entry));
  }

  /** The answers as they are sent, without the position. */
  async query(queries: { readonly [id: string]: Query }): Promise<string> {
    const { body } = await this.app.inject({ method: 'POST', url: '/api/query', payload: { queries } });
    return body.replace(/,"at":"[^"]*"\}$/, '}');
  }

  /** A file with its headers, as it is sent; a workbook unpacked, for its archive tells when it was packed. */
  async export(query: Query, format: string): Promise<string> {
    const address = new URLSearchParams({ query: JSON.stringify(query) });
    const { statusCode, headers, rawPayload } = await this.app.inject(`/api/export/${query.from}.${format}?${address}`);
    const { date: _, ...told } = headers;
    const isWorkbook = format === 'xlsx' && statusCode === 200;
    return `${statusCode} ${JSON.stringify(told)}\n${isWorkbook ? await unpacked(rawPayload) : rawPayload.toString('utf8')}`;
  }

  /** A socket that looks at some queries. */
  async watch(queries: { readonly [id: string]: Query }): Promise<Line> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.#port}/api/live`);
    const line = new Line(socket);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    for (const [id, query] of Object.entries(queries)) socket.send(JSON.stringify({ type: 'watch', id, query }));
    return line;
  }
}

/** What came over a socket, without positions. */
export class Line {
  readonly frames: string[] = [];
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.frames.push(String(data).replace(/"at":"[^"]*",?/, '')));
  }

  /** Waits until so many frames have come. */
  async heard(count: number): Promise<void> {
    const until = performance.now() + 10_000;
    while (this.frames.length < count) {
      if (performance.now() > until)
        throw new Error(`only ${this.frames.length} of ${count} frames came: ${this.frames.join('\n').slice(0, 1000)}`);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
  }

  /** Waits until all that was sent so far is here. */
  async settled(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#socket.once('pong', () => resolve());
      this.#socket.ping();
    });
  }

  close(): void {
    this.#socket.terminate();
  }
}

/** Rows of the answers to some queries; nothing for what was refused. */
export function rowsOf(body: string): { readonly [id: string]: string | undefined } {
  const { results }: { results: { [id: string]: Partial<Result> } } = JSON.parse(body);
  return Object.fromEntries(Object.entries(results).map(([id, { rows }]) => [id, rows && JSON.stringify(rows)]));
}

async function unpacked(bytes: Buffer): Promise<string> {
  const { files } = await JSZip.loadAsync(bytes);
  const texts = await Promise.all(Object.entries(files).map(async ([name, file]) => `${name}\n${await file.async('string')}`));
  return texts.join('\n');
}
