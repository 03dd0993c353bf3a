import type { Position } from '@haidang/sdk';
import { changesSince } from '../data/changes.ts';
import type { Database } from '../data/database.ts';
import { isAfterOrAt, readPosition } from '../data/position.ts';

/** How a result that was read at a position stands: still the newest, not so any more, or nobody can tell. */
export type Standing = 'current' | 'behind' | 'unknown';

/** What this process has read of the change log since it started. */
export class KnownChanges {
  readonly #database: Database;
  /** Newest change of each dataset. */
  readonly #last = new Map<string, Position>();
  #mark: string | undefined;
  /** What came before it was never read here. */
  #start: Position | undefined;
  #head: Position | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  async start(): Promise<void> {
    const { mark, head, end } = await changesSince(this.#database, undefined);
    this.#mark = mark;
    this.#start = end;
    this.#head = head;
    this.#last.clear();
  }

  /** Reads what is new: datasets with the position of their newest change. `gap`: rows were removed that had not been read, so anything may have changed. */
  async look(): Promise<ReadonlyMap<string, Position> | 'gap'> {
    const { mark, head, floor, changes } = await changesSince(this.#database, this.#mark);
    if (floor !== undefined && this.#head !== undefined && !isAfterOrAt(this.#head, floor)) {
      await this.start();
      return 'gap';
    }
    this.#mark = mark;
    this.#head = head;
    for (const [dataset, at] of changes) {
      const before = this.#last.get(dataset);
      // On PostgreSQL a transaction that began earlier may become visible later.
      if (before === undefined || isAfterOrAt(at, before)) this.#last.set(dataset, at);
    }
    return changes;
  }

  /** Where the log ended at the last look, for what is read from now on. */
  get head(): Position | undefined {
    return this.#head;
  }

  /** Whether a position is one of this database and not older than what was read here. */
  covers(at: Position): boolean {
    return readPosition(at) !== undefined && this.#start !== undefined && isAfterOrAt(at, this.#start);
  }

  /** How a result on these datasets that was read at a position stood at the last look. */
  standing(at: Position, datasets: readonly string[], now: number): Standing {
    if (!this.covers(at) || this.#head === undefined || !isAfterOrAt(this.#head, at)) return 'unknown';
    const { until } = readPosition(at) ?? {};
    if (until !== undefined && until <= now) return 'behind';
    return datasets.some((dataset) => !this.#isKnownAt(at, dataset)) ? 'behind' : 'current';
  }

  #isKnownAt(at: Position, dataset: string): boolean {
    const last = this.#last.get(dataset);
    return last === undefined || isAfterOrAt(at, last);
  }
}
