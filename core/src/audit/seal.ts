import type { Clock } from '../clock.ts';
import type { Database } from '../data/database.ts';
import { placeOf } from '../data/feed/in-order.ts';
import { aloneWriting } from '../jobs/alone.ts';
import { sealed } from './chain.ts';
import { hasUnsealed, readSealed, readUnsealed, type Sealed } from './log.ts';
import { sealColumns } from './tables.ts';

/** Rows that one run seals at most: the chain is to follow within a second without holding up those who write. */
const most = 4_000;

export type Outcome =
  /** `hasMore`: not all that waited was taken. */
  | { readonly by: 'us'; readonly head: Sealed; readonly hasMore: boolean }
  /** Another process was quicker. */
  | { readonly by: 'others' }
  | { readonly by: 'nobody'; readonly head: Sealed };

/** Seals what has been written to the audit log and waits, a bounded part of it. `known`: an end of the chain; where nothing has come since, whoever would have sealed it, that is told by one statement. */
export async function sealOnce(database: Database, clock: Clock, known?: Sealed): Promise<Outcome> {
  if (known && !(await hasUnsealed(database, known.place))) return { by: 'nobody', head: known };
  const before = await readSealed(database.read);
  const { rows, hasMore } = await readUnsealed(database, before.place, most);
  const last = rows.at(-1);
  if (!last) return { by: 'nobody', head: before };
  // Rows that stand below the horizon stay as they are: all work is done before the transaction, which then is short.
  const blocks = sealed(before, rows, clock.now());
  const cells = blocks.map(({ seq, at, marks, hash, rows: own }) => {
    const { transaction, id } = own.at(-1) ?? last;
    return [seq, at, transaction, id, database.dialect.encode('json', marks), hash];
  });
  const isOurs = await aloneWriting(database, 'audit seal', async (connection) => {
    const { seq, hash } = await readSealed(connection);
    if (seq !== before.seq || hash !== before.hash) return false;
    await database.dialect.insert(connection, { table: 'audit_seal', columns: sealColumns, rows: cells });
    return true;
  });
  if (!isOurs) return { by: 'others' };
  const { seq, hash } = blocks.at(-1) ?? before;
  return { by: 'us', head: { seq, hash, place: placeOf(last.transaction, last.id) }, hasMore };
}
