import type { Database } from '../data/database.ts';
import type { AskedFlaws, Flaw } from './flaws.ts';

/** Of a kind of which there are more than are looked at: how many rows have it, by supplier; under no key all. */
export interface Beyond extends Pick<Flaw, 'kind' | 'field'> {
  readonly counts: ReadonlyMap<string | undefined, number>;
}

/** Counts the kinds of flaws of which there are more than were looked at. */
export async function countBeyond(asked: readonly AskedFlaws[], { dialect, read }: Database): Promise<readonly Beyond[]> {
  if (asked.length === 0) return [];
  const found = await dialect.reader(asked.map(({ counts }) => counts))(read);
  return asked.map(({ kind, field }, index) => {
    const counts = new Map<string | undefined, number>();
    for (const [supplier, n] of found[index] ?? []) {
      if (supplier !== null) counts.set(String(supplier), Number(n));
      counts.set(undefined, (counts.get(undefined) ?? 0) + Number(n));
    }
    return { kind, field, counts };
  });
}

/** How many rows of a supplier, or of all (no key), have a flaw that counts. Beyond those that were looked at it is the number of the most frequent kind: a row may have several. */
export function flawedRows(
  flaws: readonly Flaw[],
  beyond: readonly Beyond[],
  counts: (flaw: Flaw) => boolean,
): (supplier: string | undefined) => number {
  const rows = new Map<string | undefined, Set<string>>();
  for (const flaw of flaws.filter(counts)) {
    for (const of of new Set([flaw.supplier, undefined])) {
      const set = rows.get(of) ?? new Set();
      rows.set(of, set.add(JSON.stringify(flaw.key)));
    }
  }
  const confirmed = beyond.length === 0 ? [] : flaws.filter((flaw) => !counts(flaw));
  const counted = ({ kind, field, counts: all }: Beyond, supplier: string | undefined) => {
    const isOf = (flaw: Flaw) =>
      flaw.kind === kind && flaw.field.name === field.name && (supplier === undefined || flaw.supplier === supplier);
    return (all.get(supplier) ?? 0) - confirmed.filter(isOf).length;
  };
  return (supplier) => Math.max(rows.get(supplier)?.size ?? 0, ...beyond.map((kind) => counted(kind, supplier)));
}
