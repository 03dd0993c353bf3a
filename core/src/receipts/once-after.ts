import { HaidangError } from '@haidang/sdk';
import type { Database } from '../data/database.ts';
import { find, once } from './once.ts';
import type { Receipt } from './receipt.ts';

interface UnderWay {
  readonly request: string;
  readonly answer: Promise<unknown>;
}

const underWay = new WeakMap<Database, Map<string, UnderWay>>();

/** Work that is not one transaction, and that may be done again without harm: the answer is kept after it. Whoever asks for the same meanwhile waits for it. */
export async function onceAfter<T>(database: Database, receipt: Receipt<T> | undefined, work: () => Promise<T>): Promise<T> {
  if (!receipt) return work();
  const all = underWay.get(database) ?? new Map<string, UnderWay>();
  underWay.set(database, all);
  const twin = all.get(receipt.name);
  if (twin) {
    if (twin.request !== receipt.request) throw new HaidangError('idempotency-mismatch');
    const answer = (await twin.answer) as T;
    receipt.isReplayed = true;
    return answer;
  }
  const answer = answerOf(database, receipt, work);
  all.set(receipt.name, { request: receipt.request, answer });
  try {
    return await answer;
  } finally {
    all.delete(receipt.name);
  }
}

async function answerOf<T>(database: Database, receipt: Receipt<T>, work: () => Promise<T>): Promise<T> {
  const first = await find(database.read, receipt);
  if (first !== undefined) return first;
  const answer = await work();
  return once(database, receipt, async () => answer);
}
