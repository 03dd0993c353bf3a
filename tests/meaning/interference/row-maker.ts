import type { Json } from '@haidang/sdk';
import type { Row } from '../../../core/src/data/cells.ts';
import type { Random } from '../../../core/src/data/query/oracle/random/random.ts';
import type { Reader } from './callers.ts';
import { makeRow, personal, secret, withFields } from './rows.ts';

const tries = 60;

/** An allowed row with its values in either world: they differ in the fields that are hidden. */
export type Twin = readonly [Row, Row];

/** Makes rows that a reader may see or may not. */
export class RowMaker {
  readonly #random: Random;
  readonly #reader: Reader;
  #number = 0;

  constructor(random: Random, reader: Reader) {
    this.#random = random;
    this.#reader = reader;
  }

  newKey(dataset: string): string {
    return `${this.#random.pick(['a', 'B', 'đ', 'm', 'z'])}${dataset[0]}${++this.#number}`;
  }

  /** Fields of a dataset that the reader may not read. */
  hiddenFields(dataset: string): readonly string[] {
    return [...(this.#reader.mayReadPersonal ? [] : (personal[dataset] ?? [])), ...(secret[dataset] ?? [])];
  }

  isAllowed(dataset: string, rows: readonly Row[]): boolean {
    return rows.every((row) => this.#reader.isAllowed(dataset, row));
  }

  /** An allowed row, with other values of the hidden fields in each world; none where there is no such row. */
  twin(dataset: string, key: string): readonly Twin[] {
    const fields = this.hiddenFields(dataset);
    const other = () => makeRow(dataset, this.#random, dataset === 'patient' ? this.newKey(dataset) : key);
    for (let i = 0; i < tries; i++) {
      const common = makeRow(dataset, this.#random, key);
      const rows = [withFields(common, fields, other()), withFields(common, fields, other())] as const;
      if (this.isAllowed(dataset, rows)) return [rows];
    }
    return [];
  }

  /** A row that the reader may not see; none where he may see all. */
  hidden(dataset: string, key: string): readonly Row[] {
    for (let i = 0; i < tries; i++) {
      const row = makeRow(dataset, this.#random, key);
      // What the guest may see follows from the offices of his ward.
      const isOfGuest = dataset === 'office' && this.#reader.caller.id === 'guest' && row.ward === '24769@2025-07-01';
      if (!isOfGuest && !this.isAllowed(dataset, [row])) return [row];
    }
    return [];
  }

  /** An earlier version of a row that the reader may not see; none where a version cannot hide it. */
  hiddenVersion(dataset: string, row: Row): readonly Row[] {
    const key = { visit: 'code', patient: 'identity', meter: 'station' }[dataset];
    if (key === undefined || this.hiddenFields(dataset).includes(key)) return [];
    return this.hidden(dataset, String(row[key])).filter((past) => past.date === row.date);
  }
}

/** The row with other numbers; what filters ask of stays. */
export function grown(row: Row, by: number): Row {
  const more = (field: string, amount: number): { [field: string]: Json } => {
    const value = row[field];
    return typeof value === 'number' ? { [field]: value + amount } : {};
  };
  return {
    ...row,
    ...more('votes', 3 + by),
    ...more('score', 0.125 * (3 + by)),
    ...more('weight', 5 + by),
    ...more('level', -0.125 * (3 + by)),
  };
}
