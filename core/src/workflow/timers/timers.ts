import { setTimeout as sleep } from 'node:timers/promises';
import { HaidangError } from '@haidang/sdk';
import { systemClock } from '../../clock.ts';
import type { DataContext } from '../../data/context.ts';
import { isTimed } from '../follow.ts';
import { BatchSize } from './batch-size.ts';
import { fire } from './fire.ts';
import { type DueTimer, nextDue, type Timer, takeDue } from './timer-table.ts';

/** A timer that somebody else was at, or that could not be fired, is left alone for so long, ms. */
const [heldFor, leftFor] = [200, 60_000];

/** Timers that are fired in one transaction with others of their sort. */
interface Sort {
  readonly kinds: readonly Timer['kind'][];
  readonly batch: BatchSize;
  /** So many times longer than a transaction has taken others have the database for themselves. */
  readonly rest: number;
}

/** Fires timers that are due, those of a record in their order, each exactly once however many processes are at it. */
export class Timers {
  readonly #context: DataContext;
  readonly #onError: (error: Error) => void;
  readonly #datasets: readonly string[];
  // What is many at once, as after a large delivery, is seldom fresh.
  readonly #news: Sort = { kinds: ['escalate', 'overdue'], batch: new BatchSize(100), rest: 3 };
  // A step can be refused, and takes nothing with it.
  readonly #steps: Sort = { kinds: ['after'], batch: new BatchSize(1), rest: 1 };
  /** Until when timers are left alone, by the clock that never jumps. */
  readonly #held = new Map<number, number>();
  readonly #left = new Map<number, number>();

  constructor(context: DataContext, onError: (error: Error) => void) {
    this.#context = context;
    this.#onError = onError;
    this.#datasets = [...context.tables.values()].filter(isTimed).map(({ entry }) => entry.name);
  }

  /** Fires what is due, as much as one transaction takes; says whether there may be more. */
  async work(): Promise<boolean> {
    if (this.#datasets.length === 0) return false;
    const { dialect, read, write } = this.#context.database;
    // A look costs no transaction that writes.
    const next = await nextDue(read, dialect, this.#due());
    if (!next) return false;
    const sort = next.kind === 'after' ? this.#steps : this.#news;
    if (sort === this.#news) await dialect.makeWay(write);
    await sleep(sort.rest * (await this.#fire(sort, next)));
    return true;
  }

  /** Fires the next timers of a sort in one transaction; gives how long that took, ms. */
  async #fire({ kinds, batch }: Sort, next: DueTimer): Promise<number> {
    const { database, changed } = this.#context;
    let taken: readonly DueTimer[] = [];
    let began = performance.now();
    const fired = await database.dialect
      .transaction(database.write, async (connection) => {
        began = performance.now();
        taken = [];
        taken = await takeDue(connection, database.dialect, { ...this.#due(), kinds, most: batch.now });
        return fire({ context: this.#context, connection, timers: taken });
      })
      .catch((error: unknown) => {
        if (!this.#isRefused(error)) throw error;
        const [timer, ...others] = taken;
        if (!timer) throw error;
        if (others.length > 0) batch.failed(taken.length);
        else this.#leave(timer, error);
      });
    const time = performance.now() - began;
    if (!fired) return time;
    if (taken.length > 0) batch.took(taken.length, time);
    this.#hold(taken.length > 0 ? fired.waiting : [next]);
    if (fired.written.length > 0) changed(new Set(fired.written));
    return time;
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

  /** Somebody else is at them, for a moment. */
  #hold(timers: readonly DueTimer[]): void {
    const now = performance.now();
    for (const [id, end] of this.#held) if (end <= now) this.#held.delete(id);
    for (const { id } of timers) this.#held.set(id, now + heldFor);
  }

  /** Whether it is for a timer itself that it cannot be fired, as a step may be refused, and not for the state of the database. */
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
