// A connector that sends what its source has: new records and newer versions of old ones, some thousand in a request.
import { connect } from './harness/load.mjs';

export const name = 'bulk-ingest';
export const unit = 'rows/s';

const perRequest = 4_000;
const requests = 4;
/** Of so many rows one is a record that is there already, with later cells. */
const known = 4;

/** @type {{ send(body: string): Promise<number>, next: number, close(): void }[]} */
let sides = [];
/** @type {import('./harness/sides.mjs').Env} */
let env;

/** @param {import('./harness/sides.mjs').Env} given */
export async function prepare(given) {
  env = given;
  sides = [
    { ...env.ours, path: '/api/records/field-reports/report/bulk' },
    { ...env.bare, path: '/bulk' },
  ].map(({ url, path }) => {
    const client = connect({ url });
    const send = async (/** @type {string} */ body) => {
      const started = performance.now();
      const answer = JSON.parse(await client.send({ method: 'POST', path, body }));
      const taken = performance.now() - started;
      if ((answer.written ?? answer.added + answer.changed) !== perRequest)
        throw new Error(`not all rows were taken: ${JSON.stringify(answer).slice(0, 1000)}`);
      return taken;
    };
    return { send, next: 0, close: client.close };
  });
}

export const ours = () => round(0);
export const bare = () => round(1);

export async function close() {
  for (const side of sides) side.close();
}

/** Both sides get the same bodies in the same order.
 * @param {0 | 1} which */
async function round(which) {
  const side = sides[which];
  if (!side) throw new Error('not prepared');
  let taken = 0;
  for (let request = 0; request < requests; request++) {
    const first = side.next;
    side.next += perRequest;
    const rows = Array.from({ length: perRequest }, (_, index) => {
      const number = first + index;
      const old = number / known;
      return index % known === 0 ? env.report(old % env.rows, 1 + Math.floor(old / env.rows)) : env.report(env.rows + number);
    });
    taken += await side.send(JSON.stringify(rows));
  }
  return (requests * perRequest * 1000) / taken;
}
