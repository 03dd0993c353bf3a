import { HaidangError } from '@haidang/sdk';
import type { Database } from '../database.ts';
import type { Cells, Selection } from '../dialect/dialect.ts';
import type { Rollup } from '../rollup/rollup.ts';

/** Rows that a reading found, by the name of the SELECT. */
export type Found = ReadonlyMap<string, readonly Cells[]>;

/** Rows that are asked for. */
export interface Selected {
  /** By which other SELECTs of the same reading can read from it. */
  readonly name: string;
  /** The rows that were found; cells in the order of the columns, `null` for none. */
  rows(found: Found): readonly Cells[];
}

// SQLite takes 32,766 values in a statement.
const mostValues = 32_000;

/** The SELECTs of one answer. All are read in one trip and see the same state of the database; they can be read again and again. */
export class Reading {
  /** Those that it reads. */
  readonly rollups = new Set<Rollup>();
  readonly #selections: Selection[] = [];
  #read: ReturnType<Database['dialect']['reader']> | undefined;

  select(selection: Omit<Selection, 'name'>): Selected {
    const name = `q${this.#selections.length}`;
    this.#selections.push({ ...selection, name });
    return { name, rows: (found) => found.get(name) ?? [] };
  }

  /** Characters of the statements and of all that is bound; a value that stands in several of them is held once. */
  get size(): number {
    const bound = new Set(this.#selections.flatMap(({ statement }) => statement.values));
    const texts = [...bound].flat().map((value) => String(value).length);
    return [...this.#selections.map(({ statement }) => statement.sql.length), ...texts].reduce((sum, length) => sum + length, 0);
  }

  async read({ dialect, read }: Database): Promise<Found> {
    this.#read ??= dialect.reader(this.#fitting());
    const rows = await this.#read(read);
    return new Map(this.#selections.map(({ name }, index) => [name, rows[index] ?? []]));
  }

  #fitting(): readonly Selection[] {
    const values = this.#selections.reduce((sum, { statement }) => sum + statement.values.length, 0);
    if (values > mostValues) throw new HaidangError('bad-request', { path: 'where', reason: 'The query names too many values and units.' });
    return this.#selections;
  }
}
