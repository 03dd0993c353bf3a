import { createHash } from 'node:crypto';
import type { Row } from '../read/batch.ts';

/** Keys for rows that come without one: a hash of the whole row and how many times it has occurred so far. The order of the columns does not count, nor do empty cells. */
export class RowKeys {
  readonly #seen = new Map<string, number>();

  of(columns: readonly string[], row: Row): string {
    const cells = columns
      .map((column, index) => [column, row[index]] as const)
      .filter(([, cell]) => cell !== undefined && cell !== null && cell !== '');
    cells.sort(([a], [b]) => (a < b ? -1 : 1));
    const hash = createHash('sha256').update(JSON.stringify(cells)).digest('hex').slice(0, 24);
    const count = (this.#seen.get(hash) ?? 0) + 1;
    this.#seen.set(hash, count);
    return `${hash}-${count}`;
  }
}
