import type { Change, Dataset } from '@haidang/sdk';
import { fitting, longestName } from '../index-name.ts';

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

/** What a field is called that a version sets aside. Copies of its text have longer names. */
export function asideName(name: string, version: number): string {
  return fitting(`${name}__v${version}`, longestName - '__fold'.length);
}

/** What tells a field from others through all changes of its dataset: the name that it had at first. What comes by a name that another field gave up is a new one. */
export function originOf(name: string, dataset: Dataset): string {
  let then = name;
  for (const { version, change } of changesAfter(dataset, 0).toReversed()) {
    if ('rename' in change && change.rename[1] === then) then = change.rename[0];
    else if (('rename' in change && change.rename[0] === then) || ('archive' in change && change.archive === then))
      return `${then}__since_v${version}`;
  }
  return then;
}

/** Whether one of these changes widens a field, whatever it is called by then. */
export function isWidened(name: string, changes: readonly Declared[]): boolean {
  return changes.some(({ change }, index) => 'widen' in change && finalName(name, changes.slice(0, index)) === change.widen);
}
