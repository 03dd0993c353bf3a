import type { FastifyInstance } from 'fastify';
import type { DataContext } from '../data/context.ts';
import { readRequest } from '../export/request.ts';
import { explain } from '../indicators/explain.ts';

interface Params {
  readonly plugin: string;
  readonly indicator: string;
}

interface Parameters {
  /** A preset, words ("q3/2025"), or a period as JSON. */
  readonly time?: string;
  /** A filter as JSON. */
  readonly where?: string;
  readonly asAt?: string;
}

const text = { type: 'string', maxLength: 8_000 };
const querystring = {
  type: 'object',
  additionalProperties: false,
  properties: { time: text, where: text, asAt: text, lang: { type: 'string' } },
};

/** `GET /api/indicators/:plugin/:indicator/explain`: why a number is what it is. */
export function explainRoute(app: FastifyInstance, context: DataContext): void {
  app.get<{ Params: Params; Querystring: Parameters }>(
    '/api/indicators/:plugin/:indicator/explain',
    { config: { access: 'may:query.run' }, schema: { querystring } },
    async ({ params, query: { time, where, asAt }, caller }) => {
      const from = `${params.plugin}/${params.indicator}`;
      const { query } = readRequest(from, {
        ...(time !== undefined && { time }),
        ...(where !== undefined && { where }),
        ...(asAt !== undefined && { asAt }),
      });
      return explain(context, { query, caller });
    },
  );
}
