import type { Json } from '@haidang/sdk';
import type { Reason } from './bad-file.ts';

/** Cells in the order of the columns; absent at the end when the row is shorter. */
export type Row = readonly (Json | undefined)[];

/** Where a row stands in the file. */
export interface Place {
  /** Line that it starts on, from 1. */
  readonly line: number;
  /** Its number among the elements of a JSON array, from 1: they may all stand on one line. */
  readonly element?: number;
}

/** Rows that were read together. */
export interface Batch {
  /** Names of the columns; in JSON they grow as later rows bring new ones. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly places: readonly Place[];
  /** Nothing and an empty text are told apart: an empty cell is `null`. */
  readonly isExact?: boolean;
  /** What stands where a row should, and is none. */
  readonly refused: readonly Refusal[];
}

/** A row that was not taken in. `value` is as it stands in the file. */
export interface Refusal extends Place {
  readonly field?: string;
  readonly value?: Json;
  readonly reason: Reason | string;
}

/** Rows in a batch, at most. */
export const batchSize = 2_000;

/** Longest text of one cell. */
export const maxCell = 10_000_000;

const maxBytes = 4_000_000;

/** Gathers rows until a batch is full, by rows or by the bytes that were read for them. */
export class BatchMaker {
  #rows: Row[] = [];
  #places: Place[] = [];
  #refused: Refusal[] = [];
  #bytes = 0;
  readonly #isExact: boolean;
  #isUntouched = true;

  constructor({ isExact = false }: Pick<Batch, 'isExact'> = {}) {
    this.#isExact = isExact;
  }

  add(row: Row, place: Place): void {
    this.#rows.push(row);
    this.#places.push(place);
  }

  refuse(refusal: Refusal): void {
    this.#refused.push(refusal);
  }

  /** Says how much was read; full batches come out, at the end the last one too. A file without rows still gives its columns. */
  *take(columns: readonly string[], bytes: number, isEnd = false): Generator<Batch> {
    this.#bytes += bytes;
    while (this.#count >= batchSize || (this.#count > 0 && (isEnd || this.#bytes >= maxBytes)) || (isEnd && this.#isUntouched)) {
      this.#isUntouched = false;
      yield {
        columns: [...columns],
        ...(this.#isExact && { isExact: true }),
        rows: this.#rows.splice(0, batchSize),
        places: this.#places.splice(0, batchSize),
        refused: this.#refused,
      };
      this.#refused = [];
      this.#bytes = 0;
    }
  }

  get #count(): number {
    return this.#rows.length + this.#refused.length;
  }
}
