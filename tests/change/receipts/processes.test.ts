import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DataContext } from '../../../core/src/data/context.ts';
import { openDatabase } from '../../../core/src/data/open.ts';
import { ReceiptKey } from '../../../core/src/receipts/key.ts';
import { once } from '../../../core/src/receipts/once.ts';
import { taskContext, taskServer } from '../../../core/src/receipts/testing.ts';
import { newSchema } from '../../support/databases.ts';

const records = '/api/records/test/task';
const centres: { readonly context: DataContext; readonly app: FastifyInstance }[] = [];
let remove = async () => {};

beforeAll(async () => {
  const place = await newSchema();
  remove = place.remove;
  for (const _ of [1, 2]) {
    const context = await taskContext(await openDatabase(place.at));
    centres.push({ context, app: await taskServer(context) });
  }
});
afterAll(async () => {
  for (const { app, context } of centres) {
    await app.close();
    await context.database.close();
  }
  await remove();
});

/** Sends the same several times at once to each of two processes on one PostgreSQL. */
async function twins(method: 'POST' | 'PATCH', url: string, key: string, body: unknown, match?: number) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...(match !== undefined && { 'if-match': `"${match}"` }) };
  const sent = Array.from({ length: 6 }, () =>
    centres.map(({ app }) => app.inject({ method, url, headers, payload: JSON.stringify(body) })),
  ).flat();
  const answers = await Promise.all(sent);
  expect(new Set(answers.map(({ statusCode, body: text }) => `${statusCode} ${text}`)).size).toBe(1);
  expect(answers.filter((answer) => answer.headers['idempotency-replayed'] === undefined)).toHaveLength(1);
  return { status: answers[0]?.statusCode, body: JSON.parse(answers[0]?.body ?? '') };
}

test('what two processes are asked at the same moment happens once', async () => {
  for (let round = 0; round < 3; round++) {
    const posted = await twins('POST', records, `post-${round}`, { code: `T${round}`, status: 'open' });
    expect(posted.status).toBe(201);
    const { _id: id } = posted.body;
    expect((await twins('PATCH', `${records}/${id}`, `patch-${round}`, { title: 'Đèn' }, 1)).status).toBe(200);
    expect((await twins('POST', `${records}/${id}/actions/finish`, `step-${round}`, {}, 2)).body.status).toBe('done');
    const rows = ['a', 'b', 'c'].map((part) => ({ code: `B${round}${part}`, status: 'open' }));
    expect((await twins('POST', `${records}/bulk`, `bulk-${round}`, rows)).body).toMatchObject({ added: 3, changed: 0, same: 0 });
    const audit = await centres[0]?.context.database
      .read('audit')
      .where({ dataset: 'test/task', record: String(id) })
      .orderBy('id')
      .pluck('revision');
    expect(audit).toEqual([1, 2, 3]);
  }
  expect(await centres[0]?.context.database.read('d_core__ingest_run').select('rows_new', 'outcome')).toEqual(
    Array.from({ length: 3 }, () => ({ rows_new: 3, outcome: 'success' })),
  );
});

test('who waits for another process does the work when that one fails, and has its answer when it does not', async () => {
  const [first, second] = centres.map(({ context }) => context.database);
  if (!first || !second) throw new Error('no processes');
  for (const isLost of [true, false]) {
    const receipt = () => new ReceiptKey('ann', `waiting-${isLost}`).receipt<string>('x');
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let isClaimed = () => {};
    const claimed = new Promise<void>((resolve) => {
      isClaimed = resolve;
    });
    const doing = once(first, receipt(), async () => {
      isClaimed();
      await held;
      if (isLost) throw new Error('lost');
      return 'first';
    });
    const outcome = doing.catch(({ message }: Error) => message);
    await claimed;
    let isAnswered = false;
    const waiting = once(second, receipt(), async () => 'second').finally(() => {
      isAnswered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(isAnswered).toBe(false);
    letGo();
    expect(await outcome).toBe(isLost ? 'lost' : 'first');
    expect(await waiting).toBe(isLost ? 'second' : 'first');
  }
});
