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
    const { caller } = request;
    const positions: Position[] = [];
    let until: number | undefined;
    // In the order in which they were asked: the one in which they are done would tell how long each took.
    const answers = await Promise.all(
      Object.entries(request.body.queries).map(async ([id, query]): Promise<[string, Result | ErrorReply]> => {
        try {
          const { result, at, wakeAt } = await prepareQuery(context, { query, caller }).run();
          positions.push(at);
          if (wakeAt !== undefined) until = Math.min(until ?? wakeAt, wakeAt);
          return [id, result];
        } catch (error) {
          const refused = toHaidangError(error, (cause) => request.log.error(cause));
          return [id, errorReply(refused, caller.language)];
        }
      }),
    );
    // What the oldest of the answers does not hold yet comes after its position.
    const at = positions.reduce(
      (first, each) => (isAfterOrAt(each, first) ? first : each),
      positions[0] ?? (await headPosition(context.database)),
    );
    return { results: Object.fromEntries(answers), at: validUntil(at, until) } satisfies {
      results: { [id: string]: Result | ErrorReply };
      at: Json;
    };
  });
}
