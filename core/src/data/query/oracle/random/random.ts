/** Random choices that are the same for the same seeds. */
export class Random {
  #state: number;

  constructor(...seeds: readonly (number | string)[]) {
    // FNV-1a: each seed gives another start.
    let hash = 0x811c9dc5;
    for (const letter of seeds.join(' ')) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
    this.#state = hash;
  }

  /** From 0 up to 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** One of the makers makes it. */
  make<T>(...makers: readonly (() => T)[]): T {
    return this.pick(makers)();
  }

  maybe<T>(share: number, make: () => T): T | undefined {
    return this.chance(share) ? make() : undefined;
  }

  times<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }

  /** At least one, in any order, perhaps one of them twice. */
  several<T>(list: readonly T[], most: number): T[] {
    return this.times(1 + this.below(most), () => this.pick(list));
  }
}
