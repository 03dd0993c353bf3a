/** Tells which events came since the list before. A list that is mostly other is another list, not news: its first drawing is calm. */
export class NewOnes {
  #list: object | undefined;
  #known: ReadonlySet<string> | undefined;
  #fresh: ReadonlySet<string> = new Set();

  /** Keys that are new in this list; the same list gives the same answer. */
  among(list: object, keys: readonly string[]): ReadonlySet<string> {
    if (list === this.#list) return this.#fresh;
    const before = this.#known;
    const news = before ? keys.filter((key) => !before.has(key)) : [];
    this.#list = list;
    this.#known = new Set(keys);
    this.#fresh = new Set(news.length * 2 > keys.length ? [] : news);
    return this.#fresh;
  }
}
