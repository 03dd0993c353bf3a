import { HaidangError } from '@haidang/sdk';

interface Entry<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

interface Options<Item, Result> {
  /** Does the work of several items at once; a result for each in their order. */
  readonly work: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Items with the same key are never worked on at once: each finds what the one before it left. */
  readonly keyOf: (item: Item) => unknown;
  /** Whether a failure can be the fault of one item; any other is the failure of all. */
  readonly isOfItem: (error: unknown) => boolean;
  /** Items in one batch. */
  readonly most: number;
  /** Batches under way at once. */
  readonly lanes: number;
  /** Called when there is nothing left to do. */
  readonly idle?: () => void;
}

/** Items that wait; more are turned away, for they would wait longer than anybody listens. */
const mostWaiting = 10_000;

/** Does together what many ask for one by one: whatever arrives while batches are under way makes up the next, in the order in which it came. Nobody waits for others to come. */
export class Gathering<Item, Result> {
  readonly #options: Options<Item, Result>;
  readonly #busy = new Set<unknown>();
  #waiting: Entry<Item, Result>[] = [];
  #running = 0;

  constructor(options: Options<Item, Result>) {
    this.#options = options;
  }

  add(item: Item): Promise<Result> {
    if (this.#waiting.length >= mostWaiting) return Promise.reject(new HaidangError('rate-limited', { waiting: mostWaiting }));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#running === this.#options.lanes) return;
      this.#running++;
      // What arrives in the same moment comes along.
      setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    for (let batch = this.#take(); batch.length > 0; batch = this.#take()) {
      await this.#work(batch);
      for (const { item } of batch) this.#busy.delete(this.#options.keyOf(item));
    }
    this.#running--;
    if (this.#running === 0) this.#options.idle?.();
  }

  #take(): readonly Entry<Item, Result>[] {
    const { keyOf, most } = this.#options;
    const batch: Entry<Item, Result>[] = [];
    const left: Entry<Item, Result>[] = [];
    const passed = new Set<unknown>();
    for (const entry of this.#waiting) {
      const key = keyOf(entry.item);
      if (batch.length < most && !this.#busy.has(key) && !passed.has(key)) {
        batch.push(entry);
        this.#busy.add(key);
      } else {
        left.push(entry);
        passed.add(key);
      }
    }
    this.#waiting = left;
    return batch;
  }

  async #work(batch: readonly Entry<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#options.work(batch.map(({ item }) => item));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index];
        if (result === undefined) reject(new Error('no result'));
        else resolve(result);
      }
    } catch (error) {
      if (batch.length === 1 || !this.#options.isOfItem(error)) for (const { reject } of batch) reject(error);
      // One of them may be to blame: each has its own try, and fails for itself alone.
      else for (const entry of batch) await this.#work([entry]);
    }
  }
}
