/** Median rates of both sides, and ours divided by bare; one line of `--json`. */
export interface Line {
  readonly name: string;
  readonly ours: number;
  readonly bare: number;
  readonly ratio: number;
}

/** A table or an index of it, and how the database defines it. */
export interface Item {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** What one side ran on: version and durability in the words of the database, tables and indexes. */
export interface Conditions {
  readonly engine: string;
  readonly items: readonly Item[];
}

export const floors: { readonly [name: string]: number };
export function median(values: readonly number[]): number;
export function lineOf(name: string, rounds: readonly { readonly ours: number; readonly bare: number }[]): Line;
export function underFloor(lines: readonly { readonly name: string; readonly ratio: number }[]): string[];
export function differenceOf(ours: Conditions, bare: Conditions): string | undefined;
export function isRecordTable(table: string): boolean;
