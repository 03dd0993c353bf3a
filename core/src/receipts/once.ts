import { HaidangError } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Database } from '../data/database.ts';
import type { Dialect } from '../data/dialect/dialect.ts';
import type { Receipt, StoredReceipt } from './receipt.ts';
import { receiptColumns } from './tables.ts';

/** A transaction whose effect happens once for its receipt: whoever comes with the same later gets the answer of the first, whoever comes meanwhile waits for it. What fails leaves no receipt. Without one it is a transaction like any other. */
export async function once<T>(
  { dialect, write }: Database,
  receipt: Receipt<T> | undefined,
  work: (connection: Knex) => Promise<T>,
): Promise<T> {
  if (!receipt) return dialect.transaction(write, work);
  return dialect.transaction(write, async (connection) => {
    const first = (await claim(connection, [receipt])).get(receipt);
    if (first !== undefined) return first;
    const answer = await work(connection);
    await keepAnswers(connection, dialect, [receipt.sealed(answer)]);
    return answer;
  });
}

/** Takes receipts for this transaction, waiting for others who have one of them under way. Gives the answers of those that were there before. */
export async function claim<T>(connection: Knex, receipts: readonly Receipt<T>[]): Promise<ReadonlyMap<Receipt<T>, T>> {
  // Always in one order, so that two who claim the same wait for each other instead of locking each other out.
  const sorted = [...receipts].sort((a, b) => (a.name < b.name ? -1 : 1));
  // Two requests under one key at the same moment: each is tried for itself then.
  if (new Set(sorted.map(({ name }) => name)).size < sorted.length) throw new HaidangError('idempotency-mismatch');
  const mine = await take(connection, sorted);
  const answers = new Map<Receipt<T>, T>();
  for (const receipt of sorted) {
    receipt.isReplayed = !mine.has(receipt.name);
    if (!receipt.isReplayed) continue;
    const first = await find(connection, receipt);
    // It has just grown too old.
    if (first === undefined) throw new HaidangError('not-ready');
    answers.set(receipt, first);
  }
  return answers;
}

/** Takes names that nobody has yet, waiting for others who have one under way. */
export async function take(connection: Knex, receipts: readonly Omit<StoredReceipt, 'answer'>[]): Promise<ReadonlySet<string>> {
  const rows = receipts.map(({ name, request }) => ({ name, request }));
  const taken: { name: string }[] = await connection('receipt').insert(rows).onConflict('name').ignore().returning('name');
  return new Set(taken.map(({ name }) => name));
}

/** Keeps the answers of receipts that this transaction has claimed. */
export function keepAnswers(connection: Knex, dialect: Dialect, sealed: readonly StoredReceipt[]): Promise<void> {
  const rows = sealed.map(({ name, request, answer }) => [name, request, answer]);
  return dialect.insert(connection, { table: 'receipt', columns: receiptColumns, rows, conflict: ['name'] });
}

/** Gives back what was claimed for nothing. */
export async function giveBack(connection: Knex, receipts: readonly { readonly name: string }[]): Promise<void> {
  const names = receipts.map(({ name }) => name);
  if (names.length > 0) await connection('receipt').whereIn('name', names).delete();
}

/** The answer that is kept for a receipt. Throws `idempotency-mismatch` when it answered another request. */
export async function find<T>(connection: Knex, receipt: Receipt<T>): Promise<T | undefined> {
  const stored: StoredReceipt | undefined = await connection('receipt').where('name', receipt.name).first('name', 'request', 'answer');
  if (!stored) return undefined;
  receipt.isReplayed = true;
  return receipt.opened(stored);
}

/** Whether an answer is kept under a name. */
export async function isKept({ read }: Database, name: string): Promise<boolean> {
  return (await read('receipt').where({ name }).first('name')) !== undefined;
}

/** The answer that is kept for a receipt; throws `not-ready` when it has just grown too old. */
export async function keptAnswer<T>({ read }: Database, receipt: Receipt<T>): Promise<T> {
  const answer = await find(read, receipt);
  if (answer === undefined) throw new HaidangError('not-ready');
  return answer;
}
