import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Database } from '../data/database.ts';
import { isAfter } from '../data/feed/in-order.ts';
import { Job } from '../jobs/job.ts';
import type { Head } from './chain.ts';
import { noteHead } from './heads.ts';
import { readLast, type Sealed } from './log.ts';
import { sealOnce } from './seal.ts';

interface Options {
  readonly database: Database;
  readonly clock: Clock;
  /** Where heads are noted. */
  readonly data: string;
  readonly onError: (error: Error) => void;
}

/** Between two runs, ms: what is written is sealed within a second. */
const every = 700;
/** Who came second leaves the work to the first for so long, ms. */
const leave = 3_000;
/** Between two heads in the file, ms. */
const between = 60_000;
/** Rows that still wait when the server stops have so long, ms. */
const lastRuns = 5_000;

/** Seals the audit log for as long as a server runs, and what is left when it stops. Several processes may: each block is added by one of them. */
export class AuditSealer {
  readonly #options: Options;
  readonly #job: Job;
  #leftUntil = 0;
  #known: Sealed | undefined;
  #noted: { readonly head: Head; readonly at: number } | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#job = new Job({ name: 'audit seal', every, work: () => this.#work(), onError: options.onError });
  }

  start(): void {
    this.#job.start();
  }

  async stop(): Promise<void> {
    await this.#job.stop();
    const began = this.#options.clock.now();
    const end = performance.now() + lastRuns;
    try {
      let hasMore: boolean;
      do {
        this.#leftUntil = 0;
        hasMore = await this.#work(0);
      } while (performance.now() < end && (hasMore || (await this.#isWaiting(began))));
    } catch (error) {
      this.#options.onError(new Error('audit seal: the last rows are not sealed', { cause: error }));
    }
  }

  /** Whether the last row, written before an instant, is still to be sealed: a transaction that is open may yet bring one before it. Gives that a moment. */
  async #isWaiting(before: number): Promise<boolean> {
    const last = await readLast(this.#options.database);
    if (!this.#known || !last || last.at > before || !isAfter(last.place, this.#known.place)) return false;
    await setTimeout(50);
    return true;
  }

  /** Says whether there is more to seal at once; `pause` is between two heads in the file. */
  async #work(pause = between): Promise<boolean> {
    const { database, clock, data } = this.#options;
    if (performance.now() < this.#leftUntil) return false;
    const known = this.#known;
    // Who comes back from a fault looks again.
    this.#known = undefined;
    const outcome = await sealOnce(database, clock, known);
    if (outcome.by === 'others') {
      this.#leftUntil = performance.now() + leave;
      return false;
    }
    const { head } = outcome;
    this.#known = head;
    const isDue = this.#noted === undefined || performance.now() >= this.#noted.at + pause;
    if (isDue && head.seq !== (this.#noted?.head.seq ?? 0)) {
      await noteHead(data, head, { at: clock.now() });
      this.#noted = { head, at: performance.now() };
    }
    return outcome.by === 'us' && outcome.hasMore;
  }
}
