// A connector that brings new records, some thousand in a request, of cases in the archive: no clock runs for them. The other side writes the same rows about them by hand: change log, audit log, marks of roll-ups.
import { connect } from './harness/load.mjs';

export const name = 'batch-ingest';
export const unit = 'rows/s';

const perRequest = 4_000;
const requests = 4;

/** @type {{ send(body: string): Promise<number>, next: number, close(): void }[]} */
let sides = [];
/** @type {import('./harness/sides.mjs').Env} */
let env;

/** @param {import('./harness/sides.mjs').Env} given */
export async function prepare(given) {
  env = given;
  sides = [
    { ...env.ours, path: '/api/records/field-reports/report/bulk' },
    { ...env.bare, path: '/batch' },
  ].map(({ url, path }) => {
    const client = connect({ url });
    const send = async (/** @type {string} */ body) => {
      const started = performance.now();
      const answer = JSON.parse(await client.send({ method: 'POST', path, body }));
      const taken = performance.now() - started;
      if (answer.added !== perRequest) throw new Error(`not all rows were taken: ${JSON.stringify(answer).slice(0, 1000)}`);
      return taken;
    };
    return { send, next: env.rows, close: client.close };
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
    const rows = Array.from({ length: perRequest }, (_, index) => ({ ...env.report(first + index, 1), status: 'archived' }));
    taken += await side.send(JSON.stringify(rows));
  }
  return (requests * perRequest * 1000) / taken;
}
