import type { ErrorReply } from '../errors.ts';
import type { Position } from '../live.ts';
import type { Query, Result } from '../query.ts';
import type { QueryAnswer } from './client.ts';
import { type Requester, request } from './request.ts';

/** Most queries of one request, by the server's own limit. */
const most = 100;

interface Waiting {
  readonly answer: (answer: PositionedAnswer) => void;
  readonly fail: (error: unknown) => void;
}

interface Asked {
  readonly query: Query;
  readonly by: Waiting[];
}

/** An answer and the position in the change log that it was read at. */
export type PositionedAnswer = QueryAnswer & { readonly at: Position };

interface Reply {
  readonly results: { readonly [id: string]: Result | ErrorReply };
  readonly at: Position;
}

/** Gathers the queries that are asked within one task of the browser and sends them in one request, each distinct one once. */
export class QueryBatch {
  readonly #requester: Requester;
  #asked = new Map<string, Asked>();

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  /** `key` is the canonical text of the query. */
  ask(query: Query, key: string): Promise<PositionedAnswer> {
    // A timer and not a microtask: widgets that are drawn one after another belong to the same round trip.
    if (this.#asked.size === 0) setTimeout(() => this.#send());
    return new Promise((answer, fail) => {
      const same = this.#asked.get(key);
      if (same) same.by.push({ answer, fail });
      else this.#asked.set(key, { query, by: [{ answer, fail }] });
    });
  }

  #send(): void {
    const all = [...this.#asked.values()];
    this.#asked = new Map();
    for (let start = 0; start < all.length; start += most) void this.#post(all.slice(start, start + most));
  }

  async #post(part: readonly Asked[]): Promise<void> {
    try {
      const queries = Object.fromEntries(part.map(({ query }, index) => [`q${index}`, query]));
      const { results, at } = await request<Reply>(this.#requester, '/api/query', { queries });
      for (const [index, { by }] of part.entries()) {
        const answer = results[`q${index}`];
        for (const waiting of by) {
          if (!answer) waiting.fail(new TypeError('a query was not answered'));
          else waiting.answer('error' in answer ? { error: answer.error, at } : { result: answer, at });
        }
      }
    } catch (error) {
      for (const { by } of part) for (const waiting of by) waiting.fail(error);
    }
  }
}
