import type { Knex } from 'knex';
import { claim, keepAnswers } from '../receipts/once.ts';
import type { Receipt } from '../receipts/receipt.ts';
import type { Dialect } from './dialect/dialect.ts';
import type { Plan } from './plan.ts';
import type { Once, WriteOutcome } from './write.ts';

interface Given {
  readonly dialect: Dialect;
  readonly receipt: Receipt<WriteOutcome>;
  /** Of the rows that could be read. */
  readonly lines: readonly number[];
  outcomeOf(plan: Plan): WriteOutcome;
}

/** What keeps a batch from being written a second time. */
export class OnceBatch implements Once {
  /** What became of it the first time; nothing when that is now. */
  first: WriteOutcome | undefined;
  readonly #given: Given;

  constructor(given: Given) {
    this.#given = given;
  }

  async claim(connection: Knex): Promise<ReadonlySet<number>> {
    const { receipt, lines } = this.#given;
    this.first = (await claim(connection, [receipt])).get(receipt);
    return new Set(this.first && lines);
  }

  async keep(connection: Knex, plan: Plan): Promise<void> {
    const { dialect, receipt, outcomeOf } = this.#given;
    if (!this.first) await keepAnswers(connection, dialect, [receipt.sealed(outcomeOf(plan))]);
  }
}
