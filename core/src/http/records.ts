import { HaidangError, type Json } from '@haidang/sdk';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DataContext } from '../data/context.ts';
import { type PostView, postRecord } from '../data/post.ts';
import { runQuery } from '../data/query/query.ts';
import { deleteRecord, getRecord, patchRecord, type RecordView } from '../data/record.ts';
import { actionsOf } from '../workflow/actions.ts';
import { takeStep } from '../workflow/step.ts';
import { bulkRoute } from './bulk.ts';
import { markReplayed, receiptOf } from './receipts.ts';

type Row = { readonly [field: string]: Json };
interface Params {
  readonly plugin: string;
  readonly dataset: string;
  readonly id: string;
}

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
    const receipt = receiptOf<PostView>(request);
    const { record, revision, isNew } = await postRecord(context, {
      dataset: name(request.params),
      row: request.body,
      caller: request.caller,
      receipt,
    });
    return markReplayed(reply, receipt?.isReplayed)
      .code(isNew ? 201 : 200)
      .header('etag', `"${revision}"`)
      .send(record);
  });

  bulkRoute(app, context, { route: `${route}/bulk`, config: may('write'), name });

  app.get<{ Params: Params }>(`${route}/:id`, { config: may('read') }, async (request, reply) => {
    const { record, revision } = await getRecord(context, {
      dataset: name(request.params),
      id: idOf(request.params),
      caller: request.caller,
    });
    return reply.header('etag', `"${revision}"`).send(record);
  });

  app.patch<{ Params: Params; Body: Row }>(`${route}/:id`, { config: may('write'), schema: { body: row } }, async (request, reply) => {
    const receipt = receiptOf<RecordView>(request);
    const { record, revision } = await patchRecord(context, {
      dataset: name(request.params),
      id: idOf(request.params),
      revision: revisionOf(request),
      patch: request.body,
      caller: request.caller,
      receipt,
    });
    return markReplayed(reply, receipt?.isReplayed).header('etag', `"${revision}"`).send(record);
  });

  app.get<{ Params: Params }>(`${route}/:id/actions`, { config: may('read') }, async (request) =>
    actionsOf(context, { dataset: name(request.params), id: idOf(request.params), caller: request.caller }),
  );

  app.post<{ Params: Params & { readonly transition: string }; Body: Row | null | undefined }>(
    `${route}/:id/actions/:transition`,
    { config: may('{transition}'), schema: { body: stepFields } },
    async (request, reply) => {
      const receipt = receiptOf<RecordView>(request);
      const { record, revision } = await takeStep(context, {
        dataset: name(request.params),
        id: idOf(request.params),
        transition: request.params.transition,
        given: request.body ?? {},
        revision: request.headers['if-match'] === undefined ? undefined : revisionOf(request),
        caller: request.caller,
        receipt,
      });
      return markReplayed(reply, receipt?.isReplayed).header('etag', `"${revision}"`).send(record);
    },
  );

  app.delete<{ Params: Params }>(`${route}/:id`, { config: may('delete') }, async (request, reply) => {
    const receipt = receiptOf<true>(request);
    await deleteRecord(context, {
      dataset: name(request.params),
      id: idOf(request.params),
      revision: revisionOf(request),
      caller: request.caller,
      receipt,
    });
    return markReplayed(reply, receipt?.isReplayed).code(204).send();
  });
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
