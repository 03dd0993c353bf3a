import type { FastifyInstance } from 'fastify';
import { beforeAll, expect, it } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import type { DataContext } from '../data/context.ts';
import { removeExpired } from '../receipts/expiry.ts';
import { taskContext, taskServer } from '../receipts/testing.ts';

interface Send {
  readonly method?: 'POST' | 'PATCH' | 'DELETE';
  readonly key?: string;
  readonly as?: string;
  readonly match?: number;
  readonly body?: unknown;
}

describeDatabases('writes that are sent again', (open) => {
  let context: DataContext;
  let app: FastifyInstance;
  beforeAll(async () => {
    context = await taskContext(await open());
    app = await taskServer(context, { limited: { rows: () => ({ title: 'mine' }) } });
  });

  const records = '/api/records/test/task';
  const send = async (url: string, { method = 'POST', key, as, match, body }: Send) => {
    const isLines = typeof body === 'string';
    const answer = await app.inject({
      method,
      url,
      headers: {
        ...(body !== undefined && { 'content-type': isLines ? 'application/x-ndjson' : 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(as !== undefined && { 'x-as': as }),
        ...(match !== undefined && { 'if-match': `"${match}"` }),
      },
      ...(body !== undefined && { payload: isLines ? body : JSON.stringify(body) }),
    });
    const { etag, 'idempotency-replayed': replayed } = answer.headers;
    return {
      first: { status: answer.statusCode, etag, body: answer.body },
      replayed,
      json: answer.body ? JSON.parse(answer.body) : undefined,
    };
  };
  const codeOf = async (url: string, request: Send) => (await send(url, request)).json?.error?.code;
  const numberOf = (answer: Awaited<ReturnType<typeof send>>) => Number(answer.json._id);
  const audit = (id: number) =>
    context.database
      .read('audit')
      .where({ dataset: 'test/task', record: String(id) })
      .orderBy('id')
      .pluck('action');
  const count = async (table: string) => Number((await context.database.read(table).count({ n: '*' }).first())?.n);

  it('posts once, and answers as the first time', async () => {
    const body = { code: 'P1', status: 'open', title: 'Đèn', phone: '0912345678' };
    const first = await send(records, { key: 'p1', body });
    expect([first.first.status, first.replayed]).toEqual([201, undefined]);
    await send(`${records}/${numberOf(first)}`, { method: 'PATCH', match: 1, body: { title: 'Đèn khác' } });
    const again = await send(records, { key: 'p1', body });
    expect(again).toEqual({ ...first, replayed: 'true' });
    expect(await audit(numberOf(first))).toEqual(['write', 'write']);
    // Without a key the same row is what is there, or is laid over it.
    expect((await send(records, { body })).first.status).toBe(200);
  });

  it('changes, moves and removes once', async () => {
    const id = numberOf(await send(records, { body: { code: 'C1', status: 'open' } }));
    const requests: [string, Send][] = [
      [`${records}/${id}`, { method: 'PATCH', key: 'c1', match: 1, body: { title: 'Mới' } }],
      [`${records}/${id}/actions/finish`, { key: 'c2' }],
      [`${records}/${id}`, { method: 'DELETE', key: 'c3', match: 3 }],
    ];
    const firsts = [];
    for (const [url, request] of requests) firsts.push(await send(url, request));
    expect(firsts.map(({ first }) => [first.status, first.etag])).toEqual([
      [200, '"2"'],
      [200, '"3"'],
      [204, undefined],
    ]);
    for (const [index, [url, request]] of requests.entries())
      expect(await send(url, request)).toEqual({ ...firsts[index], replayed: 'true' });
    expect(await audit(id)).toEqual(['write', 'write', 'step:finish', 'delete']);
    // Without a key the second is refused.
    for (const [url, { key: _, ...request }] of requests) expect(await codeOf(url, request)).toBe('not-found');
  });

  it('refuses another request under a key that was used', async () => {
    const body = { code: 'M1', status: 'open' };
    const id = numberOf(await send(records, { key: 'm1', body }));
    for (const [url, request] of [
      [records, { key: 'm1', body: { ...body, title: 'x' } }],
      [`${records}/${id}`, { key: 'm1', method: 'PATCH', match: 1, body }],
      [`${records}/${id}`, { key: 'm1', method: 'DELETE', match: 1 }],
      [`${records}/${id}/actions/finish`, { key: 'm1' }],
      [`${records}/bulk`, { key: 'm1', body: [body] }],
      ['/api/ingest/test/task', { key: 'm1', body: {} }],
    ] as const) {
      const { first, json } = await send(url, request);
      expect([first.status, json.error.code, url]).toEqual([409, 'idempotency-mismatch', url]);
    }
    expect(await audit(id)).toEqual(['write']);
    await send(`${records}/${id}`, { key: 'm2', method: 'PATCH', match: 1, body: { title: 'x' } });
    expect(await codeOf(`${records}/${id}`, { key: 'm2', method: 'PATCH', match: 2, body: { title: 'x' } })).toBe('idempotency-mismatch');
  });

  it('keeps no answer of what had no effect', async () => {
    const bad = { code: 'E1', status: 'open', amount: 1001 };
    expect(await codeOf(records, { key: 'e1', body: bad })).toBe('validation-failed');
    const good = { ...bad, amount: 1000 };
    const { first, json } = await send(records, { key: 'e1', body: good });
    expect(first.status).toBe(201);
    const change: Send = { method: 'PATCH', key: 'e2', match: 7, body: { title: 'x' } };
    expect(await codeOf(`${records}/${json._id}`, change)).toBe('stale-revision');
    expect((await send(`${records}/${json._id}`, { ...change, match: 1 })).first.status).toBe(200);
  });

  it('tells callers apart', async () => {
    const a = await send(records, { key: 'same', as: 'ann', body: { code: 'A1', status: 'open' } });
    const b = await send(records, { key: 'same', as: 'bob', body: { code: 'B1', status: 'open' } });
    expect([a.first.status, b.first.status, b.json.code]).toEqual([201, 201, 'B1']);
  });

  it('refuses what is no key, and does nothing', async () => {
    for (const key of ['', 'a b', 'a\u00e9', 'x'.repeat(201)]) {
      const { first, json } = await send(records, { key, body: { code: 'K1', status: 'open' } });
      expect([first.status, json.error.code]).toEqual([400, 'bad-request']);
      expect(json.error.message).toContain('Idempotency-Key');
    }
    expect(await context.database.read('d_test__task').where({ code: 'K1' })).toEqual([]);
  });

  it('does once what is sent many times at the same moment', async () => {
    const twins = async (url: string, request: Send) => {
      const answers = await Promise.all(Array.from({ length: 12 }, () => send(url, request)));
      expect(new Set(answers.map(({ first }) => JSON.stringify(first))).size).toBe(1);
      expect(answers.filter(({ replayed }) => replayed === undefined)).toHaveLength(1);
      return answers[0] ?? Promise.reject(new Error('no answer'));
    };
    const posted = await twins(records, { key: 't1', body: { code: 'T1', status: 'open' } });
    const id = numberOf(posted);
    expect(posted.first.status).toBe(201);
    expect((await twins(`${records}/${id}`, { method: 'PATCH', key: 't2', match: 1, body: { title: 'x' } })).first.status).toBe(200);
    expect((await twins(`${records}/${id}/actions/finish`, { key: 't3' })).first.etag).toBe('"3"');
    expect(await audit(id)).toEqual(['write', 'write', 'step:finish']);
    const lines = Array.from({ length: 2500 }, (_, index) => JSON.stringify({ code: `TB${index}`, status: 'open' })).join('\n');
    expect((await twins(`${records}/bulk`, { key: 't7', body: lines })).json).toMatchObject({ added: 2500, changed: 0, same: 0 });
    expect(await context.database.read('d_core__ingest_run').where({ rows_read: 2500 })).toHaveLength(1);
    const runs = await count('d_core__ingest_run');
    const { json } = await twins('/api/ingest/test/task', { key: 't4', body: {} });
    const rows = { rows: [{ line: 1, row: { code: 'T2', status: 'open' } }] };
    expect((await twins(`/api/ingest/test/task/${json.run}/rows`, { key: 't5', body: rows })).json).toMatchObject({ added: 1 });
    await twins(`/api/ingest/test/task/${json.run}/end`, { key: 't6', body: { outcome: 'done' } });
    expect(await count('d_core__ingest_run')).toBe(runs + 1);
    expect(await context.database.read('d_core__ingest_run').where({ run_id: json.run }).first()).toMatchObject({
      rows_read: 1,
      rows_new: 1,
    });
  });

  it('keeps posts that come together each with its own receipt', async () => {
    const posts = Array.from({ length: 60 }, (_, index) => ({
      ...(index % 3 > 0 && { key: `g${index}` }),
      body: { code: `G${index}`, status: 'open', ...(index % 10 === 9 && { amount: 5000 }) },
    }));
    const firsts = await Promise.all(posts.map((post) => send(records, post)));
    expect(firsts.map(({ first }) => first.status)).toEqual(posts.map((_, index) => (index % 10 === 9 ? 400 : 201)));
    const again = await Promise.all(posts.map((post) => send(records, post)));
    for (const [index, answer] of again.entries()) {
      if (index % 10 === 9) expect(answer.first.status).toBe(400);
      else if (index % 3 > 0) expect(answer).toEqual({ ...firsts[index], replayed: 'true' });
      else expect(answer.first.status).toBe(200);
    }
    // Under one key for two records at the same moment one is refused, whichever it is.
    const clash = await Promise.all(['X1', 'X2', 'X3'].map((code) => send(records, { key: 'gx', body: { code, status: 'open' } })));
    expect(clash.map(({ first }) => first.status).sort()).toEqual([201, 409, 409]);
  });

  it('gives the first answer also when the record has left the rows of the caller', async () => {
    const request: Send = { key: 's1', as: 'limited', body: { code: 'S1', status: 'open', title: 'mine' } };
    const first = await send(records, request);
    expect(first.first.status).toBe(201);
    await send(`${records}/${numberOf(first)}`, { method: 'PATCH', match: 1, body: { title: 'theirs' } });
    expect(await send(records, request)).toEqual({ ...first, replayed: 'true' });
    const outside: Send = { key: 's2', as: 'limited', body: { code: 'S2', status: 'open', title: 'theirs' } };
    expect(await codeOf(records, outside)).toBe('validation-failed');
    const bulk: Send = { key: 's3', as: 'limited', body: [{ code: 'S3', status: 'open', title: 'mine' }, outside.body] };
    const delivered = await send(`${records}/bulk`, bulk);
    expect(delivered.json).toMatchObject({ added: 1, refused: [{ line: 2, reason: 'outside-scope' }] });
    expect(await send(`${records}/bulk`, bulk)).toEqual({ ...delivered, replayed: 'true' });
  });

  it('takes a delivery once, and answers as the first time', async () => {
    const runs = await count('d_core__ingest_run');
    const rows = Array.from({ length: 4100 }, (_, index) => ({ code: `L${index}`, status: 'open', amount: index === 3000 ? 1001 : 1 }));
    const body = rows.map((row) => JSON.stringify(row)).join('\n');
    const first = await send(`${records}/bulk`, { key: 'b1', body });
    expect(first.json).toMatchObject({ added: 4099, changed: 0, same: 0, refusedCount: 1 });
    const run = () => context.database.read('d_core__ingest_run').where({ rows_read: 4100 }).first();
    const before = await run();
    const changes = await count('change');
    expect(await send(`${records}/bulk`, { key: 'b1', body })).toEqual({ ...first, replayed: 'true' });
    expect([await count('d_core__ingest_run'), await count('change'), await run()]).toEqual([runs + 1, changes, before]);
    for (const other of [`${body}\n{"code":"L9999","status":"open"}`, body.slice(0, body.lastIndexOf('\n')), body.replace('L7"', 'L-7"')])
      expect(await codeOf(`${records}/bulk`, { key: 'b1', body: other })).toBe('idempotency-mismatch');
    expect(await count('change')).toBe(changes);
    // Without a key the rows are the same, which is another answer.
    expect((await send(`${records}/bulk`, { body })).json).toMatchObject({ added: 0, same: 4099 });
  });

  it('keeps the first outcome of rows that changed nothing', async () => {
    const body = [{ code: 'P1', status: 'open' }];
    const { json } = await send(`${records}/bulk`, { key: 'n1', body });
    expect(json).toMatchObject({ changed: 0, same: 1 });
    const id = Number((await context.database.read('d_test__task').where({ code: 'P1' }).first('_id'))._id);
    await send(`${records}/${id}/actions/finish`, {});
    expect((await send(`${records}/bulk`, { key: 'n1', body })).json).toEqual(json);
    expect((await context.database.read('d_test__task').where({ code: 'P1' }).first('status')).status).toBe('done');
  });

  it('answers a delivery of several requests as the first time, also after its end', async () => {
    const post = (path: string, key: string, body: unknown) => send(`/api/ingest/test/task${path}`, { key, body });
    const begun = await post('', 'i1', { file: { name: 'a.csv' } });
    expect(begun.first.status).toBe(201);
    const path = `/${begun.json.run}`;
    const requests: [string, string, unknown][] = [
      ['', 'i1', { file: { name: 'a.csv' } }],
      [
        `${path}/rows`,
        'i2',
        {
          rows: [
            { line: 1, row: { code: 'I1', status: 'open' } },
            { line: 2, row: 5 },
          ],
        },
      ],
      [`${path}/refused`, 'i3', { rows: [{ line: 3, row: {}, faults: [{ reason: 'unread' }] }] }],
      [`${path}/end`, 'i4', { outcome: 'done' }],
    ];
    const firsts = [begun];
    for (const request of requests.slice(1)) firsts.push(await post(...request));
    expect(firsts.map(({ first }) => first.status)).toEqual([201, 200, 200, 200]);
    for (const [index, request] of requests.entries()) expect(await post(...request)).toEqual({ ...firsts[index], replayed: 'true' });
    expect(await context.database.read('d_core__ingest_run').where({ run_id: begun.json.run }).first()).toMatchObject({
      rows_read: 3,
      rows_new: 1,
      rows_rejected: 2,
    });
    expect(await codeOf(`/api/ingest/test/task${path}/end`, { body: { outcome: 'done' } })).toBe('not-found');
  });

  it('has nothing readable in the table, and forgets after a day', async () => {
    const rows: { answer: string; at: number }[] = await context.database.read('receipt').select('name', 'request', 'answer', 'at');
    expect(rows.length).toBeGreaterThan(40);
    const text = rows.map((row) => JSON.stringify(row) + Buffer.from(row.answer, 'base64').toString('latin1')).join();
    for (const part of ['0912345678', 'phone', 'status']) expect(text).not.toContain(part);
    expect(rows.every(({ answer, at }) => answer !== null && Math.abs(at - Date.now()) < 600_000)).toBe(true);
    expect(await removeExpired(context.database)).toBe(false);
    expect(await count('receipt')).toBe(rows.length);
    const old = await context.database.read('receipt').orderBy('at').limit(7).pluck('name');
    await context.database
      .write('receipt')
      .whereIn('name', old)
      .decrement('at', 24 * 3_600_000);
    expect(await removeExpired(context.database)).toBe(false);
    expect(await count('receipt')).toBe(rows.length - 7);
    expect(await context.database.read('receipt').whereIn('name', old)).toEqual([]);
  });
});
