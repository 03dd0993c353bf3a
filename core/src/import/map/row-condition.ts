import type { Row } from '../read/batch.ts';
import { textOf } from './cell.ts';

/** In which rows a field is read: those where each column has one of its values; all rows when there is no condition. */
export class RowCondition {
  readonly #tests: readonly { readonly column: string; readonly values: ReadonlySet<string> }[];
  #places: readonly number[] = [];

  constructor(when: { readonly [column: string]: readonly string[] } = {}) {
    this.#tests = Object.entries(when).map(([column, values]) => ({ column, values: new Set(values.map(textOf)) }));
  }

  get columns(): readonly string[] {
    return this.#tests.map(({ column }) => column);
  }

  bind(placeOf: (column: string) => number): void {
    this.#places = this.columns.map(placeOf);
  }

  holds(row: Row): boolean {
    return this.#tests.every(({ values }, index) => values.has(textOf(row[this.#places[index] ?? -1])));
  }
}
