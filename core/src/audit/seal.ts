import type { Clock } from '../clock.ts';
import type { Database } from '../data/database.ts';
import { placeOf } from '../data/feed/in-order.ts';
import { sealed } from './chain.ts';
import { addBlocks, readSealed, readUnsealed, type Sealed } from './log.ts';

/** Rows that one run seals at most: the chain is to follow within a second without holding up those who write. */
const most = 4_000;

export type Outcome =
  /** `hasMore`: not all that waited was taken. */
  | { readonly by: 'us'; readonly head: Sealed; readonly hasMore: boolean }
  /** Another process was quicker. */
  | { readonly by: 'others' }
  | { readonly by: 'nobody'; readonly head: Sealed };

/** Seals what has been written to the audit log and waits, a bounded part of it, by one statement that reads and one that writes. `known`: the end of the chain as it was last seen; should others have gone on from there, it is looked up. */
export async function sealOnce(database: Database, clock: Clock, known?: Sealed): Promise<Outcome> {
  const before = known ?? (await readSealed(database.read));
  const { rows, hasMore } = await readUnsealed(database, before.place, most);
  const last = rows.at(-1);
  if (!last) return { by: 'nobody', head: before };
  const blocks = sealed(before, rows, clock.now());
  const cells = blocks.map(({ seq, at, marks, hash, rows: own }) => {
    const { transaction, id } = own.at(-1) ?? last;
    return [seq, at, transaction, id, database.dialect.encode('json', marks), hash];
  });
  if (!(await addBlocks(database, before, cells))) return known ? sealOnce(database, clock) : { by: 'others' };
  const { seq, hash } = blocks.at(-1) ?? before;
  return { by: 'us', head: { seq, hash, place: placeOf(last.transaction, last.id) }, hasMore };
}
