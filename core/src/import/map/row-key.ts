import { createHash } from 'node:crypto';
import type { Row } from '../read/batch.ts';
import { textOf } from './cell.ts';

/** Keys for rows that come without one: a hash of the whole row and how many times it has occurred so far. What counts is the text of the cells as a mapping reads it, not the order of the columns, nor empty cells. */
export class RowKeys {
  readonly #seen = new Map<string, number>();

  of(columns: readonly string[], row: Row): string {
    const cells = columns.map((column, index) => [column, textOf(row[index])] as const).filter(([, text]) => text !== '');
    cells.sort(([a], [b]) => (a < b ? -1 : 1));
    // A slice would keep the whole text in memory, for every row of the file.
    const hash = createHash('sha256').update(JSON.stringify(cells)).digest().toString('hex', 0, 12);
    const count = (this.#seen.get(hash) ?? 0) + 1;
    this.#seen.set(hash, count);
    return `${hash}-${count}`;
  }
}
