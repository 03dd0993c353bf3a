// A connector that brings new records of cases in the archive: no clock runs for them. The other side writes the same rows about them by hand: change log, audit log, marks of roll-ups.
import { connector } from './harness/connector.mjs';

export const name = 'batch-ingest';
export const unit = 'rows/s';

export const { prepare, ours, bare, close } = connector({
  path: '/batch',
  row: (env, number) => ({ ...env.report(env.rows + number, 1), status: 'archived' }),
  taken: ({ added }) => added,
});
