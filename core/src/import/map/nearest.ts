import { fold } from '@haidang/sdk';

/** Up to three names that are most like this one, for whoever mistyped it. */
export function nearest(name: string, names: readonly string[]): string[] {
  const wanted = fold(name);
  return names
    .map((candidate) => ({ candidate, far: distance(wanted, fold(candidate)) }))
    .sort((a, b) => a.far - b.far)
    .filter(({ far }, index) => index === 0 || far <= Math.max(2, wanted.length / 2))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Letters to change, add or take away (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
