import type { Position, Query, Result, ServerMessage, WholePage } from '@haidang/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { newSchema } from '../support/databases.ts';
import { type Centre, postReport, reportRow, startExample } from './support.ts';

interface Place {
  readonly at: { readonly url: string };
  remove(): Promise<void>;
}

const counting: Query = { from: 'field-reports/report', measures: { reports: { fn: 'count' } } };

/** Watches a query over a socket; gives the newest result. */
async function watch(url: string, query: Query): Promise<{ figure(): unknown; at(): Position | undefined; close(): void }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`);
  let newest: Extract<ServerMessage, { type: 'result' }> | undefined;
  socket.on('message', (data) => {
    const message: ServerMessage = JSON.parse(String(data));
    if (message.type === 'result') newest = message;
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify({ type: 'watch', id: 'w', query }));
  await expect.poll(() => newest, { timeout: 10_000 }).toBeDefined();
  return { figure: () => newest?.result.rows[0]?.[0], at: () => newest?.at, close: () => socket.close() };
}

/** Every query of a page, its variables left out and its period set, as a viewer without filters sends them. */
function queriesOf({ widgets }: WholePage): { readonly [id: string]: unknown } {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== 'object' || value === null) return value;
    if ('var' in value) return value.var === 'time' ? { last: 'P30D' } : undefined;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
  };
  return Object.fromEntries(
    Object.entries(widgets).flatMap(([id, { bind }]) => Object.entries(bind ?? {}).map(([port, query]) => [`${id}.${port}`, plain(query)])),
  );
}

describe('a centre on PostgreSQL', () => {
  let place: Place;
  let centre: Centre;

  beforeAll(async () => {
    place = await newSchema();
    centre = await startExample({ databaseUrl: place.at.url });
  });

  afterAll(async () => {
    await centre?.stop();
    await place?.remove();
  });

  test('is filled with the sample and answers every query of its overview', async () => {
    expect(await (await fetch(`${centre.url}/api/ready`)).text()).toContain('PostgreSQL');
    const { page }: { page: WholePage } = await (await fetch(`${centre.url}/api/documents/page/toan-canh?resolved=1`)).json();
    const queries = queriesOf(page);
    expect(Object.keys(queries).length).toBeGreaterThan(10);
    const response = await fetch(`${centre.url}/api/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ queries: { ...queries, all: counting } }),
    });
    const { results }: { results: { [id: string]: Result & { error?: unknown } } } = await response.json();
    for (const [id, { error, trust }] of Object.entries(results)) {
      expect(error, id).toBeUndefined();
      expect(trust.asOf, id).toMatch(/\+07:00$/);
    }
    // Shortly after midnight the figures of the day have no rows yet.
    expect(Object.values(results).filter(({ rows }) => rows.length > 0).length).toBeGreaterThan(10);
    expect(results.all?.rows[0]?.[0]).toBeGreaterThan(10_000);
    expect(results.all?.trust.sample).toBe(results.all?.rows[0]?.[0]);
  });

  test('shows a posted record to a watcher', async () => {
    const watcher = await watch(centre.url, counting);
    const before = Number(watcher.figure());
    await postReport(centre.url, reportRow('PG-1'));
    await expect.poll(watcher.figure, { timeout: 2000, interval: 20 }).toBe(before + 1);
    watcher.close();
  });
});

describe('two processes on one PostgreSQL', () => {
  const centres: Centre[] = [];
  let place: Place;

  beforeAll(async () => {
    place = await newSchema();
    const options = { databaseUrl: place.at.url, sample: false };
    // At once, as an orchestrator would: both make the tables, bring the units and the lists.
    centres.push(...(await Promise.all([startExample(options), startExample(options)])));
  });

  afterAll(async () => {
    for (const centre of centres) await centre.stop();
    await place?.remove();
  });

  test('see each other’s writes in their watches, soon and in one order', async () => {
    const [one, other] = centres as [Centre, Centre];
    const watchers = [await watch(one.url, counting), await watch(other.url, counting)];
    let slowest = 0;
    for (let round = 1; round <= 6; round++) {
      const writer = round % 2 === 0 ? one : other;
      const started = performance.now();
      await postReport(writer.url, reportRow(`TWO-${round}`));
      for (const { figure } of watchers) await expect.poll(figure, { timeout: 3000, interval: 20 }).toBe(round);
      slowest = Math.max(slowest, performance.now() - started);
    }
    console.log(`slowest of six writes on screens of both processes: ${Math.round(slowest)} ms`);
    expect(slowest).toBeLessThan(2000);
    const [first, second] = watchers.map(({ at }) => at()?.split(':')[0]);
    expect(first).toBe(second);
    for (const { close } of watchers) close();
  });

  test('keep one record of a key that both write at once', async () => {
    const urls = centres.map(({ url }) => url);
    const rows = Array.from({ length: 20 }, (_, index) => reportRow(`SAME-${index}`, { reported_at: '2026-06-01T08:00:00+07:00' }));
    await Promise.all(rows.flatMap((row) => urls.map((url) => postReport(url, row))));
    const answers = await Promise.all(
      urls.map(async (url) => {
        const query = { ...counting, where: { report_code: { gte: 'SAME-', lt: 'SAME.' } } };
        const response = await fetch(`${url}/api/query`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ queries: { q: query } }),
        });
        return (await response.json()).results.q.rows[0][0];
      }),
    );
    expect(answers).toEqual([20, 20]);
  });
});
