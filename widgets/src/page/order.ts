/** What a map of a document holds, in the order of its ranks. */
export function byRank<T extends { readonly rank: string }>(map: {
  readonly [id: string]: T;
}): readonly (readonly [id: string, entry: T])[] {
  return Object.entries(map).sort(([idA, a], [idB, b]) => compare(a.rank, b.rank) || compare(idA, idB));
}

/** By code unit: ranks are base 62 in the order of ASCII, whatever the reader's language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
