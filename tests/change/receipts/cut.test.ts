import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemCaller } from '../../../core/src/access/caller.ts';
import type { DataContext } from '../../../core/src/data/context.ts';
import { writeRecords } from '../../../core/src/data/write.ts';
import { taskContext, taskServer } from '../../../core/src/receipts/testing.ts';
import { counted } from '../../support/counts.ts';
import { describeDatabases } from '../../support/databases.ts';
import { type Answer, type Cut, exchange, exchangeCut } from './cut.ts';

const step = counted('bytes from one cut of a connection to the next', { usual: 41, full: 1 });
/** Cuts at the same time. */
const lanes = 8;
/** Answers are not all of one length: the number of a record is part of them. */
const slack = 6;

interface Operation {
  readonly name: string;
  /** Whether it is about a record that is there. */
  readonly isLater: boolean;
  /** One of as many requests as are wanted, all of one length. */
  request(id: number, code: string): { readonly method: string; readonly path: string; readonly match?: number; readonly body: unknown };
  readonly status: number;
  /** What the audit log then tells of each record. */
  readonly audit: readonly string[];
  /** Records by their code, from the number of a trial. */
  codes(code: string): readonly string[];
}

const records = '/api/records/test/task';
const operations: readonly Operation[] = [
  {
    name: 'POST',
    isLater: false,
    request: (_, code) => ({ method: 'POST', path: records, body: { code, status: 'open', title: 'Đèn đường' } }),
    status: 201,
    audit: ['added 1 write'],
    codes: (code) => [code],
  },
  {
    name: 'PATCH',
    isLater: true,
    request: (id) => ({ method: 'PATCH', path: `${records}/${id}`, match: 1, body: { title: 'Đèn đường' } }),
    status: 200,
    audit: ['added 1 write', 'changed 2 write'],
    codes: (code) => [code],
  },
  {
    name: 'an action',
    isLater: true,
    request: (id) => ({ method: 'POST', path: `${records}/${id}/actions/finish`, body: {} }),
    status: 200,
    audit: ['added 1 write', 'changed 2 step:finish'],
    codes: (code) => [code],
  },
  {
    name: 'a small bulk',
    isLater: false,
    request: (_, code) => ({
      method: 'POST',
      path: `${records}/bulk`,
      body: ['x', 'y', 'z'].map((part) => ({ code: code + part, status: 'open' })),
    }),
    status: 200,
    audit: ['added 1 write'],
    codes: (code) => ['x', 'y', 'z'].map((part) => code + part),
  },
];

describeDatabases('a connection that is cut', (open) => {
  let context: DataContext;
  let app: FastifyInstance;
  let port: number;
  let number = 0;
  beforeAll(async () => {
    context = await taskContext(await open());
    app = await taskServer(context);
    await app.listen({ port: 0, host: '127.0.0.1' });
    port = (app.server.address() as AddressInfo).port;
  });
  afterAll(() => app.close());

  /** Codes of trials, all of one length, and the records that these begin with. */
  async function trials(count: number, isLater: boolean): Promise<readonly { readonly code: string; readonly id: number }[]> {
    const codes = Array.from({ length: count }, () => `R${String(++number).padStart(6, '0')}`);
    if (!isLater) return codes.map((code) => ({ code, id: 0 }));
    await writeRecords(context, {
      dataset: 'test/task',
      rows: codes.map((code, index) => ({ line: index + 1, row: { code, status: 'open' } })),
      caller: systemCaller,
    });
    const stored: { _id: number; code: string }[] = await context.database.read('d_test__task').select('_id', 'code');
    const ids = new Map(stored.map(({ _id, code }) => [code, _id]));
    return codes.map((code) => ({ code, id: ids.get(code) ?? 0 }));
  }

  function bytesOf(operation: Operation, { code, id }: { readonly code: string; readonly id: number }, hasKey = true): Buffer {
    const { method, path, match, body } = operation.request(id, code);
    const text = JSON.stringify(body);
    const lines = [
      `${method} ${path} HTTP/1.1`,
      `host: 127.0.0.1:${port}`,
      'content-type: application/json',
      ...(hasKey ? [`idempotency-key: ${code}-6f1ad7f0`] : []),
      ...(match === undefined ? [] : [`if-match: "${match}"`]),
      `content-length: ${Buffer.byteLength(text)}`,
    ];
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${text}`);
  }

  /** Cuts at every byte, or at every so many, of requests of a kind and of their answers. */
  async function cutsOf(operation: Operation): Promise<readonly Cut[]> {
    const [trial = { code: '', id: 0 }] = await trials(1, operation.isLater);
    const request = bytesOf(operation, trial);
    const answer = await exchange(port, request);
    const head = Object.entries(answer.headers).reduce(
      (sum, [name, value]) => sum + `${name}: ${value}\r\n`.length,
      'HTTP/1.1 200 OK\r\n\r\n'.length,
    );
    const all = (of: Cut['of'], length: number): Cut[] =>
      Array.from({ length: Math.ceil((length + 1) / step) }, (_, index) => ({ of, after: Math.min(index * step, length) }));
    return [...all('request', request.length), ...all('answer', head + Buffer.byteLength(answer.body) + slack)];
  }

  const seen = ({ status, headers, body }: Answer) => ({ status, etag: headers.etag, body });

  for (const operation of operations) {
    it(`leaves one effect of ${operation.name} that is sent again, and its first answer`, { timeout: 300_000 }, async () => {
      const cuts = await cutsOf(operation);
      const all = await trials(cuts.length, operation.isLater);
      let replayed = 0;
      const next = cuts.entries();
      const work = async () => {
        for (const [index, cut] of next) {
          const trial = all[index] ?? { code: '', id: 0 };
          const request = bytesOf(operation, trial);
          const first = await exchangeCut(port, request, cut);
          const second = await exchange(port, request);
          const third = await exchange(port, request);
          expect(second.status, `${cut.of} ${cut.after}: ${second.body}`).toBe(operation.status);
          expect(seen(third)).toEqual(seen(second));
          expect(third.headers['idempotency-replayed']).toBe('true');
          if (first) expect(seen(second)).toEqual(seen(first));
          if (first) expect(second.headers['idempotency-replayed']).toBe('true');
          if (second.headers['idempotency-replayed']) replayed++;
        }
      };
      await Promise.all(Array.from({ length: lanes }, work));
      // Some were cut before the effect, others after it.
      expect(replayed).toBeGreaterThan(0);
      expect(replayed).toBeLessThan(cuts.length);
      const codes = all.flatMap(({ code }) => operation.codes(code));
      expect(await toldOf(codes)).toEqual(codes.map(() => operation.audit));
      if (operation.name === 'a small bulk') {
        const runs = await context.database.read('d_core__ingest_run').select('rows_new', 'outcome');
        expect(runs).toEqual([...all, undefined].map(() => ({ rows_new: 3, outcome: 'success' })));
      }
    });
  }

  /** What change and audit log tell of records. */
  async function toldOf(codes: readonly string[]): Promise<readonly (readonly string[])[]> {
    const { read } = context.database;
    const stored: { _id: number; code: string }[] = await read('d_test__task').select('_id', 'code');
    const ids = new Map(stored.map(({ _id, code }) => [code, String(_id)]));
    const told = new Map<string, string[]>();
    const audit: { record: string; kind: string; revision: number; action: string }[] = await read('audit')
      .where('dataset', 'test/task')
      .orderBy('id');
    for (const { record, kind, revision, action } of audit)
      told.set(record, [...(told.get(record) ?? []), `${kind} ${revision} ${action}`]);
    const changes: { record: number; n: number }[] = await read('change')
      .where('dataset', 'test/task')
      .groupBy('record')
      .select('record')
      .count({ n: '*' });
    for (const { record, n } of changes) expect(Number(n), `changes of ${record}`).toBe(told.get(String(record))?.length);
    return codes.map((code) => told.get(ids.get(code) ?? '') ?? []);
  }

  it('takes a delivery of several batches up where it was cut', { timeout: 300_000 }, async () => {
    const rows = 10_000;
    const trialsOfBulk = counted('cuts of a delivery of three batches', { usual: 3, full: 24 });
    let continued = 0;
    for (let trial = 0; trial < trialsOfBulk; trial++) {
      const text = Array.from({ length: rows }, (_, row) => JSON.stringify({ code: `D${trial}-${row}`, status: 'open' })).join('\n');
      const lines = [
        `POST ${records}/bulk HTTP/1.1`,
        `host: 127.0.0.1:${port}`,
        'content-type: application/x-ndjson',
        `idempotency-key: delivery-${trial}`,
        `content-length: ${Buffer.byteLength(text)}`,
      ];
      const request = Buffer.from(`${lines.join('\r\n')}\r\n\r\n${text}`);
      const share = (trial + 1) / (trialsOfBulk + 1);
      // Batches have 4,000 rows, and one that is whole is kept before the next has come.
      const until = () => vi.waitUntil(async () => rows * share < 4_100 || (await countOf(`D${trial}-`)) > 0, 20_000);
      await exchangeCut(port, request, { of: 'request', after: Math.round(request.length * share), until });
      const before = await countOf(`D${trial}-`);
      if (before > 0 && before < rows) continued++;
      const answer = await exchange(port, request);
      expect(JSON.parse(answer.body), answer.body).toEqual({ added: rows, changed: 0, same: 0, refused: [], refusedCount: 0 });
      expect(seen(await exchange(port, request))).toEqual(seen(answer));
      expect(await countOf(`D${trial}-`)).toBe(rows);
    }
    expect(continued).toBeGreaterThan(0);
    const { read } = context.database;
    const runs = await read('d_core__ingest_run').where('rows_read', '>', 3).select('rows_new', 'rows_same', 'outcome');
    expect(runs).toEqual(Array.from({ length: trialsOfBulk }, () => ({ rows_new: rows, rows_same: 0, outcome: 'success' })));
    const [told] = await read('audit')
      .where('dataset', 'test/task')
      .where('kind', 'changed')
      .where('action', 'write')
      .groupBy('record')
      .having(read.raw('count(*) > 1'))
      .select('record');
    expect(told).toBeUndefined();
  });

  async function countOf(prefix: string): Promise<number> {
    return Number((await context.database.read('d_test__task').where('code', 'like', `${prefix}%`).count({ n: '*' }).first())?.n);
  }

  it('is noticed where there is no key: the second answer is another one', async () => {
    const [, patch] = operations;
    if (!patch) throw new Error('no PATCH');
    for (const trial of await trials(3, true)) {
      const request = bytesOf(patch, trial, false);
      expect((await exchangeCut(port, request, { of: 'answer', after: 1 }))?.status).toBe(200);
      expect((await exchange(port, request)).status).toBe(409);
    }
  });
});
