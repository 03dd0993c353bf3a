import type { Position } from '@haidang/sdk';
import { epochOf, headPosition } from '../changes.ts';
import type { Database } from '../database.ts';
import type { ChangeKind } from '../journal.ts';
import { isAfterOrAt, readPosition } from '../position.ts';
import { readFloor } from './floor.ts';
import { beginning, readInOrder } from './in-order.ts';

/** One accepted change. `at` is when its writer says that it was made, ms: clocks jump, so the order is that of the positions. */
export interface FeedRow {
  readonly position: Position;
  readonly dataset: string;
  /** Number of the record; 0 for what is not a record. */
  readonly record: number;
  readonly kind: ChangeKind;
  readonly at: number;
}

interface Following {
  /** The last row that was read, or where the log ended at some moment (`headPosition`); from the first row that is kept when absent. */
  readonly after?: Position;
  readonly limit: number;
}

/** The change log row by row, for those who must not miss any and need them in order. `resync`: what came after the position cannot be told, because it is of another database or of one that was restored, or because the rows were removed since; whoever gets it reads everything anew and goes on from a `headPosition` that was taken before. */
export async function readFeed(database: Database, { after, limit }: Following): Promise<readonly FeedRow[] | 'resync'> {
  const given = after === undefined ? undefined : readPosition(after);
  if (after !== undefined && !given) return 'resync';
  const { read, dialect } = database;
  const epoch = await epochOf(database);
  const columns = ['at', 'dataset', 'record', 'kind'];
  const rows = await readInOrder(read, dialect, { table: 'change', columns, after: given ?? beginning, limit });
  if (after !== undefined) {
    // Asked afterwards: what was removed before the rows were read is known by now.
    const floor = await readFloor(read);
    const isKept = !floor || isAfterOrAt(after, `${epoch}:${floor.transaction}:${floor.id}`);
    if (!isKept || !isAfterOrAt(await headPosition(database), after)) return 'resync';
  }
  return rows.map(({ place: { transaction, id }, cells: { at, dataset, record, kind } }) => ({
    position: `${epoch}:${transaction}:${id}`,
    dataset: String(dataset),
    record: Number(record),
    kind: kind as ChangeKind,
    at: Number(at),
  }));
}
