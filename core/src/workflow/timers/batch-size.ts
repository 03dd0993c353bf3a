/** Others who write wait no longer than so long for a batch, ms. */
const longest = 100;
/** So few take hardly longer together than one. */
const few = 10;

/** How many timers are fired in one transaction: as many as that has lately been quick with. */
export class BatchSize {
  readonly #most: number;
  #now: number;

  constructor(most: number) {
    this.#most = most;
    this.#now = Math.min(few, most);
  }

  get now(): number {
    return this.#now;
  }

  /** So many were fired in so long, ms. */
  took(count: number, time: number): void {
    if (time > longest) this.#now = Math.min(this.#now, Math.max(few, Math.floor(count / 2)));
    else if (count >= this.#now && time < longest / 2) this.#now = Math.min(this.#most, 2 * this.#now);
  }

  /** So many could not be fired together. The one at fault is soon alone. */
  failed(count: number): void {
    this.#now = Math.max(1, Math.floor(count / 2));
  }
}
