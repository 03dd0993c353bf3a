import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from '@haidang/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePermits } from './permits.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-permits-'));
const hour = 3_600_000;
let now = Date.parse('2026-11-20T08:00:00+07:00');
let server: RunningServer;

beforeAll(async () => {
  const place = writePermits(folder);
  server = await startServer({ ...place, data: join(folder, 'data'), port: 0, clock: { now: () => now }, sample: false, simulate: false });
});

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (path: string, body?: unknown) => {
  const init = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${server.url}/api/${path}`, init);
  expect(response.status).toBeLessThan(300);
  return response.json();
};

/** Notices as a page would ask for them. */
async function notices(): Promise<readonly unknown[]> {
  const query = { from: 'core/notification', select: ['recipient_role', 'severity', 'created_at', 'due_at'], sort: ['notification_id'] };
  return (await ask('query', { queries: { a: query } })).results.a.rows;
}

async function until<T>(read: () => Promise<T>, isThere: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 20_000; ; ) {
    const value = await read();
    if (isThere(value) || Date.now() > end) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('a server tells people of deadlines and takes steps by itself when their time has come', async () => {
  await ask('records/permits/permit', { code: 'p1' });
  const [clock] = (await ask('records/permits/permit/1/actions')).clocks;
  expect(clock).toMatchObject({ name: 'decision', state: 'running', due: '2026-11-20T16:00:00+07:00', remaining: 8 * hour });
  expect(await notices()).toEqual([]);
  now += 8 * hour;
  const due = '2026-11-20T16:00:00+07:00';
  expect(await until(notices, (told) => told.length === 3)).toEqual([
    ['desk', 'medium', '2026-11-20T12:00:00+07:00', due],
    ['desk', 'high', due, due],
    ['head', 'high', due, due],
  ]);
  now += 16 * hour;
  const record = () => ask('records/permits/permit/1');
  const lapsed = await until(record, (permit) => permit.state === 'lapsed');
  expect(lapsed).toMatchObject({ state: 'lapsed', lapsed_at: '2026-11-21T08:00:00+07:00' });
  expect((await ask('records/permits/permit/1/actions')).clocks[0]).toMatchObject({ state: 'stopped' });
});
