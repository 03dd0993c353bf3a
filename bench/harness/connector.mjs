// A connector that brings what its source has, some thousand rows in a request: both sides get the same bodies in the same order.
import { connect } from './load.mjs';

const perRequest = 4_000;
const requests = 4;

/** The parts of a scenario.
 * @param {object} what
 * @param {string} what.path Where the other side takes a request.
 * @param {(env: import('./sides.mjs').Env, number: number) => object} what.row The row of a number, from 0 on.
 * @param {(answer: { readonly [count: string]: number }) => number | undefined} what.taken How many rows an answer says were taken. */
export function connector({ path, row, taken }) {
  /** @type {{ send(body: string): Promise<number>, next: number, close(): void }[]} */
  let sides = [];
  /** @type {import('./sides.mjs').Env} */
  let env;

  /** @param {0 | 1} which */
  const round = async (which) => {
    const side = sides[which];
    if (!side) throw new Error('not prepared');
    let ms = 0;
    for (let request = 0; request < requests; request++) {
      const first = side.next;
      side.next += perRequest;
      ms += await side.send(JSON.stringify(Array.from({ length: perRequest }, (_, index) => row(env, first + index))));
    }
    return (requests * perRequest * 1000) / ms;
  };

  return {
    /** @param {import('./sides.mjs').Env} given */
    async prepare(given) {
      env = given;
      sides = [
        { ...env.ours, path: '/api/records/field-reports/report/bulk' },
        { ...env.bare, path },
      ].map((side) => {
        const client = connect({ url: side.url });
        const send = async (/** @type {string} */ body) => {
          const started = performance.now();
          const answer = JSON.parse(await client.send({ method: 'POST', path: side.path, body }));
          const ms = performance.now() - started;
          if (taken(answer) !== perRequest) throw new Error(`not all rows were taken: ${JSON.stringify(answer).slice(0, 1000)}`);
          return ms;
        };
        return { send, next: 0, close: client.close };
      });
    },
    ours: () => round(0),
    bare: () => round(1),
    async close() {
      for (const side of sides) side.close();
    },
  };
}
