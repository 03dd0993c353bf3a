interface Options {
  /** For what is told of a fault. */
  readonly name: string;
  /** Between the end of one run and the begin of the next, ms. */
  readonly every: number;
  /** Does a bounded piece of work and says whether there is more to do at once. */
  readonly work: () => Promise<boolean>;
  readonly onError: (error: Error) => void;
}

/** After a fault it rests at least so long, ms. */
const again = 5000;

/** Work that comes back for as long as a server runs. Runs never overlap; times are by the clock that never jumps. */
export class Job {
  readonly #options: Options;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isStarted = false;
  #isWoken = false;
  #fault: string | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#after(0);
  }

  /** Ends when what is under way is done; there is no run after that. */
  async stop(): Promise<void> {
    this.#isStarted = false;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** There is something to do now. After a fault the rest is kept all the same. */
  wake(): void {
    if (this.#running) this.#isWoken = true;
    else if (this.#isStarted && this.#fault === undefined) this.#after(0);
  }

  #after(pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#run().then((next) => {
        this.#running = undefined;
        if (this.#isStarted) this.#after(next);
      });
    }, pause);
  }

  /** Gives how long to rest afterwards, ms. */
  async #run(): Promise<number> {
    const { every, work } = this.#options;
    this.#isWoken = false;
    try {
      const hasMore = await work();
      this.#fault = undefined;
      return hasMore || this.#isWoken ? 0 : every;
    } catch (error) {
      this.#report(error);
      return Math.max(every, again);
    }
  }

  /** Tells a fault once, not each time it comes back. */
  #report(cause: unknown): void {
    const { name, onError } = this.#options;
    const fault = cause instanceof Error ? cause.message : String(cause);
    if (fault !== this.#fault) onError(new Error(`${name}: ${fault}`, { cause }));
    this.#fault = fault;
  }
}
