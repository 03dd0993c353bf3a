import type { Database } from '../data/database.ts';
import { Job } from '../jobs/job.ts';

/** How long the first answer can be had again, and how often those that are older are removed, ms. */
const [kept, every] = [24 * 3_600_000, 10 * 60_000];
/** Receipts that one transaction removes. */
const most = 1000;

/** Removes receipts that nobody will ask for any more. */
export function receiptExpiry(database: Database, onError: (error: Error) => void): Job {
  return new Job({ name: 'receipts', every, work: () => removeExpired(database), onError });
}

/** Removes some of them; says whether there may be more. By the clock that has dated them. */
export async function removeExpired({ write, dialect }: Database): Promise<boolean> {
  const old = write('receipt').whereRaw(`at < ${dialect.now} - ${kept}`).orderBy('at').limit(most).select('name');
  return (await write('receipt').whereIn('name', old).delete()) === most;
}
