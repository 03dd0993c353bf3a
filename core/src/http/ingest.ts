import { HaidangError } from '@haidang/sdk';
import type { FastifyInstance } from 'fastify';
import type { DataContext } from '../data/context.ts';
import type { Line } from '../data/incoming.ts';
import type { WriteOutcome } from '../data/write.ts';
import { Intake } from '../ingest/intake.ts';
import type { OpenRuns } from '../ingest/open-runs.ts';
import type { RefusedInput } from '../quarantine/refused.ts';
import { requestText } from '../receipts/request-text.ts';
import { answerOnce, askedOf, keyOf } from './receipts.ts';

interface Params {
  readonly plugin: string;
  readonly dataset: string;
}

/** Largest request: a batch of rows. */
const mostBytes = 64 * 1024 * 1024;

const file = {
  type: 'object',
  additionalProperties: false,
  properties: { name: { type: 'string', maxLength: 500 }, sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
};
const beginning = { type: 'object', additionalProperties: false, properties: { file } };
const fault = {
  type: 'object',
  required: ['reason'],
  additionalProperties: false,
  properties: {
    field: { type: 'string', maxLength: 200 },
    reason: { type: 'string', maxLength: 200 },
    details: { type: 'object', maxProperties: 20 },
    text: { type: 'object', required: ['vi'], additionalProperties: { type: 'string', maxLength: 1000 } },
  },
};
const refused = {
  type: 'object',
  required: ['rows'],
  additionalProperties: false,
  properties: {
    rows: {
      type: 'array',
      maxItems: 2_000,
      items: {
        type: 'object',
        required: ['line', 'row', 'faults'],
        additionalProperties: false,
        properties: {
          line: { type: 'integer', minimum: 0 },
          row: { type: 'object', maxProperties: 500 },
          faults: { type: 'array', minItems: 1, maxItems: 50, items: fault },
        },
      },
    },
  },
};
const sent = {
  type: 'object',
  required: ['rows'],
  additionalProperties: false,
  // The rows themselves are checked as they are written: each is refused for itself.
  properties: { rows: { type: 'array', maxItems: 5_000, items: { type: 'object', required: ['line', 'row'] } } },
};
const ending = {
  type: 'object',
  required: ['outcome'],
  additionalProperties: false,
  properties: { outcome: { enum: ['done', 'failed'] } },
};

/** Deliveries that come in several requests: one is begun, rows are sent with their lines in the file, rows that the sender could not read are told, and it is ended. */
export function ingestRoutes(app: FastifyInstance, context: DataContext, runs: OpenRuns): void {
  const config = { access: 'may:{plugin}/{dataset}.write' } as const;
  const route = '/api/ingest/:plugin/:dataset';
  const nameOf = ({ plugin, dataset }: Params) => {
    const name = `${plugin}/${dataset}`;
    if (!context.registry.datasets.has(name)) throw new HaidangError('unknown-dataset', { dataset: name });
    return name;
  };
  app.post<{ Params: Params; Body: { file?: { name?: string; sha256?: string } } }>(
    route,
    { config, schema: { body: beginning } },
    async (request, reply) => {
      const { params, body, caller } = request;
      const key = keyOf(request);
      const delivery = {
        dataset: nameOf(params),
        caller,
        way: 'import',
        ...(key && { id: key.id }),
        ...(body.file && { file: body.file }),
      };
      const intake = new Intake(context, delivery);
      reply.code(201);
      return answerOnce(context, request, reply, async () => ({ run: await runs.open(intake) }));
    },
  );
  app.post<{ Params: Params & { run: string }; Body: { rows: Line[] } }>(
    `${route}/:run/rows`,
    { config, schema: { body: sent }, bodyLimit: mostBytes },
    async (request, reply) => {
      const { params, body, caller } = request;
      const rows = body.rows.map(({ line, row }, index) =>
        typeof row === 'object' && row !== null && !Array.isArray(row)
          ? { line: index + 1, at: Number(line) || 0, row }
          : { line: index + 1, reason: 'not-an-object' },
      );
      // The rows are kept with a receipt of their own: an answer that gets lost before it is kept can be made again.
      const receipt = keyOf(request)?.receipt<WriteOutcome>(requestText([askedOf(request), body]), 'rows');
      const dataset = nameOf(params);
      return answerOnce(context, request, reply, () => runs.find(params.run, { dataset, caller }).write(rows, receipt));
    },
  );
  app.post<{ Params: Params & { run: string }; Body: { rows: RefusedInput[] } }>(
    `${route}/:run/refused`,
    { config, schema: { body: refused }, bodyLimit: mostBytes },
    async (request, reply) => {
      const { params, body, caller } = request;
      const dataset = nameOf(params);
      return answerOnce(context, request, reply, async () => {
        await runs.find(params.run, { dataset, caller }).refuse(body.rows);
        return { refused: body.rows.length };
      });
    },
  );
  app.post<{ Params: Params & { run: string }; Body: { outcome: 'done' | 'failed' } }>(
    `${route}/:run/end`,
    { config, schema: { body: ending } },
    async (request, reply) => {
      const { params, body, caller } = request;
      const dataset = nameOf(params);
      return answerOnce(context, request, reply, async () => {
        runs.find(params.run, { dataset, caller });
        await runs.end(params.run, body.outcome === 'failed' ? new HaidangError('bad-file') : undefined);
        return { run: params.run };
      });
    },
  );
  app.addHook('onClose', () => runs.close());
}
