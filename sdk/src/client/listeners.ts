/** Those who want to be told of something. */
export class Listeners<T> {
  readonly #all = new Set<(news: T) => void>();

  /** Until the returned function is called. */
  add(listener: (news: T) => void): () => void {
    const own = (news: T): void => listener(news);
    this.#all.add(own);
    return () => {
      this.#all.delete(own);
    };
  }

  tell(news: T): void {
    for (const listener of [...this.#all]) if (this.#all.has(listener)) listener(news);
  }
}
