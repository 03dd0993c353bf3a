import compress from '@fastify/compress';
import { defineDataset, defineWorkflow, schema } from '@haidang/sdk';
import fastify, { type FastifyInstance } from 'fastify';
import { type Caller, localCaller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import type { Database } from '../data/database.ts';
import { testContext } from '../data/testing.ts';
import { answerError } from '../http/errors.ts';
import { ingestRoutes } from '../http/ingest.ts';
import { recordRoutes } from '../http/records.ts';
import { guardRoutes } from '../http/routes.ts';
import { OpenRuns } from '../ingest/open-runs.ts';
import { records } from '../records/records.ts';

const row = schema({
  required: ['code', 'status'],
  properties: {
    code: { type: 'string', format: 'code' },
    status: { type: 'string', enum: ['open', 'done'] },
    title: { type: 'string' },
    amount: { type: 'integer', maximum: 1000 },
    phone: { type: 'string', 'x-personal': 'basic' },
  },
});
const task = defineDataset({
  row,
  key: ['code'],
  workflow: defineWorkflow(row, { field: 'status', initial: 'open', transitions: { finish: { from: ['open'], to: 'done' } } }),
});

/** Tasks of a test, which are open and then done. */
export function taskContext(database: Database): Promise<DataContext> {
  const run = records.datasets?.ingest_run;
  return testContext(database, { datasets: { task, ...(run && { 'core/ingest_run': run }) } });
}

/** The routes that write, without a server; `x-as` says who asks. */
export async function taskServer(
  context: DataContext,
  callers: { readonly [name: string]: Partial<Caller> } = {},
): Promise<FastifyInstance> {
  const app = fastify({ ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } } });
  app.setErrorHandler(answerError);
  await guardRoutes(app, ({ headers }) => {
    const as = String(headers['x-as'] ?? 'local');
    return { ...localCaller(), id: as, ...callers[as] };
  });
  await app.register(compress, { threshold: 1024, encodings: ['gzip', 'identity'] });
  recordRoutes(app, context);
  ingestRoutes(
    app,
    context,
    new OpenRuns((error) => {
      throw error;
    }),
  );
  return app;
}
