import type { Caller } from '../../../../core/src/access/caller.ts';
import type { Condition } from '../../../../core/src/data/query/condition.ts';
import type { Source } from '../../../../core/src/data/query/source.ts';
import type { DatasetEntry, Field } from '../../../../core/src/registry.ts';

// Stands in for the authoriser in a test build: everybody may read everything.

export function mayReadDataset(): boolean {
  return true;
}

export function mayRead(): boolean {
  return true;
}

export function authoriseDataset(): void {}

export function authoriseField(): void {}

export function usualFields(entry: DatasetEntry): readonly Field[] {
  return [...entry.fields.values()];
}

export function isScoped(): boolean {
  return false;
}

export function rowsOf(): Condition | undefined {
  return undefined;
}

export function scopeKey({ caller }: Source): Caller['id'] {
  return caller.id;
}

export function mayReadAll(): boolean {
  return true;
}

export function mayJudge(): boolean {
  return true;
}
