import type { Problem } from '@haidang/sdk';
import type { Database } from '../database.ts';
import type { Hold } from '../dialect/change-log.ts';

/** How long something may be open before somebody is told, ms. */
const patience = 60_000;

/** Sees to it that the log can be read to its end. What was begun and neither committed nor taken back, by whomever, on whichever database of the server, holds back all who read it in order. */
export class HorizonWatch {
  readonly #database: Database;
  readonly #patience: number;
  #hold: (Hold & { readonly since: number; readonly seen: string }) | undefined;

  constructor(database: Database, longest = patience) {
    this.#database = database;
    this.#patience = longest;
  }

  /** To be called every few seconds. The age is counted from the first look that found it, by the clock that never jumps. */
  async look(): Promise<boolean> {
    const { dialect, read } = this.#database;
    const hold = await dialect.changes.held(read);
    if (hold === undefined || hold.mark !== this.#hold?.mark)
      this.#hold = hold && { ...hold, since: performance.now(), seen: new Date().toISOString() };
    return false;
  }

  get problems(): readonly Problem[] {
    if (!this.#hold) return [];
    const { holder, since, seen } = this.#hold;
    const age = performance.now() - since;
    if (age < this.#patience) return [];
    const who = holder ?? 'a session that this user of the database may not see';
    return [
      {
        of: 'database',
        code: 'log-held-back',
        message: `A transaction has been open for ${Math.floor(age / 1000)} s and holds back the audit chain and all who follow the change log: ${who}`,
        since: seen,
        fix: 'End it: commit it, roll it back, or pg_terminate_backend',
      },
    ];
  }
}
