// A connector that sends what its source has: new records and newer versions of old ones.
import { connector } from './harness/connector.mjs';

export const name = 'bulk-ingest';
export const unit = 'rows/s';

/** Of so many rows one is a record that is there already, with later cells. */
const known = 4;

export const { prepare, ours, bare, close } = connector({
  path: '/bulk',
  row(env, number) {
    const old = number / known;
    return number % known === 0 ? env.report(old % env.rows, 1 + Math.floor(old / env.rows)) : env.report(env.rows + number);
  },
  taken: ({ written, added = 0, changed = 0 }) => written ?? added + changed,
});
