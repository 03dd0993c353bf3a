import { createHash } from 'node:crypto';
import type { Database } from '../data/database.ts';
import type { Once, WriteOutcome } from '../data/write.ts';
import type { ReceiptKey } from '../receipts/key.ts';
import { claim, giveBack, keepAnswers, take } from '../receipts/once.ts';
import type { Receipt } from '../receipts/receipt.ts';
import { requestText } from '../receipts/request-text.ts';
import { line } from './run-record.ts';

// The row of the delivery is the only line.
const [none, all] = [new Set<number>(), new Set([line])];

/** Receipts of a delivery that comes in one request and is kept batch by batch: one of each batch, and one of the whole. Who sends it again takes it up where it was cut. */
export class BulkReceipts<Total> {
  readonly #key: ReceiptKey;
  readonly #request;
  #batches = 0;
  #first: Total | undefined;

  /** `to` says where it goes. */
  constructor(key: ReceiptKey, to: string) {
    this.#key = key;
    this.#request = createHash('sha256').update(to);
  }

  /** Of the next batch. */
  next(lines: readonly unknown[]): Receipt<WriteOutcome> {
    const text = requestText(lines);
    this.#request.update(`\n${text}`);
    return this.#key.receipt(text, `batch ${++this.#batches}`);
  }

  /** Of all the batches that there were. */
  whole(): Receipt<Total> {
    return this.#key.receipt(this.#request.copy().digest('base64url'));
  }

  /** What was answered to whoever ended the delivery first; nothing when nobody has. */
  get first(): Total | undefined {
    return this.#first;
  }

  /** Keeps the answer together with the row of a delivery that ends, unless it has ended before. */
  ended({ dialect }: Database, total: Total): Once {
    const receipt = this.whole();
    return {
      claim: async (connection) => {
        this.#first = (await claim(connection, [receipt])).get(receipt);
        return this.#first === undefined ? none : all;
      },
      keep: async (connection) => {
        if (this.#first === undefined) await keepAnswers(connection, dialect, [receipt.sealed(total)]);
      },
    };
  }

  /** A delivery that was stopped counts as such, unless it was sent again meanwhile and has ended well. */
  stopped(): Once {
    const claimed = { name: this.#key.name, request: '' };
    let isMine = false;
    return {
      claim: async (connection) => {
        isMine = (await take(connection, [claimed])).has(claimed.name);
        return isMine ? none : all;
      },
      keep: async (connection) => {
        if (isMine) await giveBack(connection, [claimed]);
      },
    };
  }
}
