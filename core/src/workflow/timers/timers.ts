import { HaidangError } from '@haidang/sdk';
import { systemClock } from '../../clock.ts';
import type { DataContext } from '../../data/context.ts';
import { isTimed } from '../follow.ts';
import { fire } from './fire.ts';
import { type DueTimer, nextDue, takeDue } from './timer-table.ts';

/** Timers that one run of the job fires at most, each in a transaction of its own. */
const most = 100;
/** A timer that somebody else was at, or that could not be fired, is left alone for so long, ms. */
const [heldFor, leftFor] = [200, 60_000];

/** Fires timers that are due, in their order, each exactly once however many processes are at it. */
export class Timers {
  readonly #context: DataContext;
  readonly #onError: (error: Error) => void;
  readonly #datasets: readonly string[];
  /** Until when timers are left alone, by the clock that never jumps. */
  readonly #held = new Map<number, number>();
  readonly #left = new Map<number, number>();

  constructor(context: DataContext, onError: (error: Error) => void) {
    this.#context = context;
    this.#onError = onError;
    this.#datasets = [...context.tables.values()].filter(isTimed).map(({ entry }) => entry.name);
  }

  /** Fires what is due; says whether there is more. */
  async work(): Promise<boolean> {
    if (this.#datasets.length === 0) return false;
    const { database } = this.#context;
    // A look costs no transaction that writes.
    if (!(await nextDue(database.read, database.dialect, this.#due()))) return false;
    for (let count = 0; count < most; count++) if (!(await this.#fireNext())) return false;
    return true;
  }

  async #fireNext(): Promise<boolean> {
    const { database, changed } = this.#context;
    let taken: DueTimer | undefined;
    let written: readonly string[] | undefined;
    try {
      written = await database.dialect.transaction(database.write, async (connection) => {
        taken = await takeDue(connection, database.dialect, this.#due());
        return taken && fire({ context: this.#context, connection, timer: taken });
      });
    } catch (error) {
      if (!taken || !this.#isRefused(error)) throw error;
      this.#leave(taken, error);
      return true;
    }
    if (!taken) return false;
    if (!written) this.#held.set(taken.id, performance.now() + heldFor);
    else if (written.length > 0) changed(new Set(written));
    return true;
  }

  #due() {
    const { clock } = this.#context;
    // Where several machines share a database, its clock is the one that all of them have.
    return {
      now: clock === systemClock ? undefined : clock.now(),
      datasets: this.#datasets,
      held: current(this.#held),
      left: current(this.#left),
    };
  }

  /** Whether it is for the timer itself that it cannot be fired, as a step may be refused, and not for the state of the database. */
  #isRefused(error: unknown): boolean {
    return error instanceof HaidangError || error instanceof TypeError || this.#context.database.dialect.isOfRow(error);
  }

  /** Others do not wait for it. */
  #leave(timer: DueTimer, cause: unknown): void {
    const { id, dataset, record, name, kind } = timer;
    if (!this.#left.has(id)) this.#onError(new Error(`timer ${kind} ${name} of ${dataset}/${record}: ${messageOf(cause)}`, { cause }));
    this.#left.set(id, performance.now() + leftFor);
  }
}

function current(until: ReadonlyMap<number, number>): readonly number[] {
  const now = performance.now();
  return [...until].filter(([, end]) => end > now).map(([id]) => id);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
