import { Readable } from 'node:stream';
import { HaidangError, type Json } from '@haidang/sdk';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DataContext } from '../data/context.ts';
import { postRecord } from '../data/post.ts';
import { runQuery } from '../data/query/query.ts';
import { deleteRecord, getRecord, patchRecord } from '../data/record.ts';
import type { RefusedRow } from '../data/write.ts';
import { Intake } from '../ingest/intake.ts';
import { takeStep } from '../workflow/step.ts';
import { type BulkLine, readNdjson } from './ndjson.ts';

type Row = { readonly [field: string]: Json };
interface Params {
  readonly plugin: string;
  readonly dataset: string;
  readonly id: string;
}

/** Rows in one transaction of a bulk write. */
const batchRows = 2000;
/** Largest JSON array, which is held in memory as a whole; NDJSON has no limit but that of a line. Bytes. */
const mostJson = 16 * 1024 * 1024;
/** Refused rows that an answer lists; the rest is only counted. */
const mostRefused = 10_000;

const row = { type: 'object', maxProperties: 200 };
const stepFields = { type: ['object', 'null'], maxProperties: 50 };
const page = {
  type: 'object',
  additionalProperties: false,
  properties: {
    limit: { type: 'string', pattern: '^\\d{1,5}$' },
    after: { type: 'string', maxLength: 2000 },
    sort: { type: 'string', maxLength: 500 },
    lang: { type: 'string' },
  },
};

/** Records of a dataset: list, one, write, change, delete, and bulk. */
export function recordRoutes(app: FastifyInstance, context: DataContext): void {
  const name = ({ plugin, dataset }: Params) => {
    const qualified = `${plugin}/${dataset}`;
    if (!context.registry.datasets.has(qualified)) throw new HaidangError('unknown-dataset', { dataset: qualified });
    return qualified;
  };
  const may = (verb: string) => ({ access: `may:{plugin}/{dataset}.${verb}` as const });
  const route = '/api/records/:plugin/:dataset';

  app.get<{ Params: Params; Querystring: { limit?: string; after?: string; sort?: string } }>(
    route,
    { config: may('read'), schema: { querystring: page } },
    async (request) => {
      const { limit, after, sort } = request.query;
      const query = {
        from: name(request.params),
        limit: limit ? Number(limit) : 100,
        ...(after !== undefined && { after }),
        ...(sort && { sort: sort.split(',') }),
      };
      return runQuery(context, { query, caller: request.caller });
    },
  );

  app.post<{ Params: Params; Body: Row }>(route, { config: may('write'), schema: { body: row } }, async (request, reply) => {
    const { record, revision, isNew } = await postRecord(context, {
      dataset: name(request.params),
      row: request.body,
      caller: request.caller,
    });
    return reply
      .code(isNew ? 201 : 200)
      .header('etag', `"${revision}"`)
      .send(record);
  });

  // A scope of its own: no other route takes a stream.
  app.register(async (scope) => {
    scope.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload));
    scope.post<{ Params: Params }>(`${route}/bulk`, { config: may('write'), bodyLimit: mostJson }, bulk);
  });

  async function bulk(request: FastifyRequest<{ Params: Params }>) {
    const intake = new Intake(context, { dataset: name(request.params), caller: request.caller, way: 'bulk' });
    try {
      const total = await take(request, intake);
      await intake.end();
      return total;
    } catch (error) {
      // What stopped the delivery is told, also when not even that can be noted.
      await intake.end(error).catch((cause) => request.log.error(cause));
      throw error;
    }
  }

  async function take(request: FastifyRequest, intake: Intake) {
    const total = { added: 0, changed: 0, same: 0, refused: [] as RefusedRow[], refusedCount: 0 };
    let before = Promise.resolve();
    try {
      for await (const lines of bulkLines(request)) {
        const batch = write(lines, before);
        ignore(batch);
        const last = before;
        before = batch;
        await last;
      }
      await before;
    } finally {
      // Nothing is under way any more when the answer is given, whatever it is.
      await before.catch(() => {});
    }
    return total;

    /** Writes one batch; it is checked while the one before is being kept, and counted after it. */
    async function write(lines: readonly BulkLine[], before: Promise<void>): Promise<void> {
      const writing = intake.write(lines);
      ignore(writing);
      await before;
      const { added, changed, same, refused } = await writing;
      total.added += added;
      total.changed += changed;
      total.same += same;
      refuse(refused);
    }

    function refuse(more: readonly RefusedRow[]) {
      total.refusedCount += more.length;
      if (total.refused.length < mostRefused) total.refused.push(...more);
    }
  }

  app.get<{ Params: Params }>(`${route}/:id`, { config: may('read') }, async (request, reply) => {
    const { record, revision } = await getRecord(context, {
      dataset: name(request.params),
      id: idOf(request.params),
      caller: request.caller,
    });
    return reply.header('etag', `"${revision}"`).send(record);
  });

  app.patch<{ Params: Params; Body: Row }>(`${route}/:id`, { config: may('write'), schema: { body: row } }, async (request, reply) => {
    const { record, revision } = await patchRecord(context, {
      dataset: name(request.params),
      id: idOf(request.params),
      revision: revisionOf(request),
      patch: request.body,
      caller: request.caller,
    });
    return reply.header('etag', `"${revision}"`).send(record);
  });

  app.post<{ Params: Params & { readonly transition: string }; Body: Row | null | undefined }>(
    `${route}/:id/actions/:transition`,
    { config: may('{transition}'), schema: { body: stepFields } },
    async (request, reply) => {
      const { record, revision } = await takeStep(context, {
        dataset: name(request.params),
        id: idOf(request.params),
        transition: request.params.transition,
        given: request.body ?? {},
        revision: request.headers['if-match'] === undefined ? undefined : revisionOf(request),
        caller: request.caller,
      });
      return reply.header('etag', `"${revision}"`).send(record);
    },
  );

  app.delete<{ Params: Params }>(`${route}/:id`, { config: may('delete') }, async (request, reply) => {
    await deleteRecord(context, {
      dataset: name(request.params),
      id: idOf(request.params),
      revision: revisionOf(request),
      caller: request.caller,
    });
    return reply.code(204).send();
  });
}

/** Marks a failure as handled: whoever waits for the work is told of it. */
function ignore(work: Promise<unknown>): void {
  work.catch(() => {});
}

async function* bulkLines(request: FastifyRequest): AsyncGenerator<BulkLine[]> {
  const { body } = request;
  if (Array.isArray(body)) {
    for (let start = 0; start < body.length; start += batchRows) {
      yield body
        .slice(start, start + batchRows)
        .map((value: unknown, index) =>
          isRow(value) ? { line: start + index + 1, row: value } : { line: start + index + 1, reason: 'not-an-object' },
        );
    }
    return;
  }
  if (body instanceof Readable) yield* readNdjson(body, batchRows);
  else throw new HaidangError('bad-request', { reason: 'JSON array or application/x-ndjson' });
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function idOf({ id }: Params): number {
  if (!/^[1-9]\d{0,15}$/.test(id)) throw new HaidangError('not-found', { id });
  return Number(id);
}

function revisionOf(request: FastifyRequest): number {
  const header = request.headers['if-match'];
  const revision = /^"?(\d{1,15})"?$/.exec(header ?? '')?.[1];
  if (revision === undefined) throw new HaidangError('precondition-required', { header: 'If-Match' });
  return Number(revision);
}
