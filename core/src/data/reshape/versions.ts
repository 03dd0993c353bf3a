import type { Change, Dataset } from '@haidang/sdk';

/** A declared change and the version that it belongs to. */
export interface Declared {
  readonly version: number;
  readonly change: Change;
}

/** Version that a dataset declares: that of its newest changes, 1 without any. */
export function declaredVersion({ changes = {} }: Dataset): number {
  return Math.max(1, ...Object.keys(changes).map(Number));
}

/** Changes that rows at a version have not seen, in order. */
export function changesAfter({ changes = {} }: Dataset, version: number): readonly Declared[] {
  return Object.keys(changes)
    .map(Number)
    .filter((each) => each > version)
    .sort((a, b) => a - b)
    .flatMap((each) => (changes[each] ?? []).map((change) => ({ version: each, change })));
}

/** What a field is called once all of these changes are made; nothing when one of them sets it aside. */
export function finalName(name: string, changes: readonly Declared[]): string | undefined {
  let now = name;
  for (const { change } of changes) {
    if ('rename' in change && change.rename[0] === now) now = change.rename[1];
    if ('archive' in change && change.archive === now) return undefined;
  }
  return now;
}

/** Whether one of these changes widens a field, whatever it is called by then. */
export function isWidened(name: string, changes: readonly Declared[]): boolean {
  return changes.some(({ change }, index) => 'widen' in change && finalName(name, changes.slice(0, index)) === change.widen);
}
