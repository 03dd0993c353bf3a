import type { ErrorReply, Json, Position, Query, Result } from '@haidang/sdk';
import type { FastifyInstance } from 'fastify';
import { headPosition } from '../data/changes.ts';
import type { DataContext } from '../data/context.ts';
import { isAfterOrAt, validUntil } from '../data/position.ts';
import { prepareQuery } from '../data/query/query.ts';
import { errorReply, toHaidangError } from './errors.ts';

interface Body {
  readonly queries: { readonly [id: string]: Query };
}

const body = {
  type: 'object',
  required: ['queries'],
  additionalProperties: false,
  // The shape of each query is checked apart, so that one bad query is its own error and never fails the others.
  properties: { queries: { type: 'object', maxProperties: 100, additionalProperties: { type: 'object' } } },
};

/** `POST /api/query`: all queries of a page in one round trip. `at` is the position to watch on from. */
export function queryRoutes(app: FastifyInstance, context: DataContext): void {
  app.post<{ Body: Body }>('/api/query', { config: { access: 'may:query.run' }, schema: { body } }, async (request) => {
    const results: { [id: string]: Result | ErrorReply } = {};
    const { caller } = request;
    const positions: Position[] = [];
    let until: number | undefined;
    await Promise.all(
      Object.entries(request.body.queries).map(async ([id, query]) => {
        try {
          const { result, at, wakeAt } = await prepareQuery(context, { query, caller }).run();
          results[id] = result;
          positions.push(at);
          if (wakeAt !== undefined) until = Math.min(until ?? wakeAt, wakeAt);
        } catch (error) {
          results[id] = errorReply(
            toHaidangError(error, (cause) => request.log.error(cause)),
            caller.language,
          );
        }
      }),
    );
    // What the oldest of the answers does not hold yet comes after its position.
    const at = positions.reduce(
      (first, each) => (isAfterOrAt(each, first) ? first : each),
      positions[0] ?? (await headPosition(context.database)),
    );
    return { results, at: validUntil(at, until) } satisfies { results: { [id: string]: Result | ErrorReply }; at: Json };
  });
}
