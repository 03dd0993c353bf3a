import type { localCaller } from '../../core/src/access/caller.ts';
import type { openCentre } from '../../core/src/centre.ts';
import type { runQuery } from '../../core/src/data/query/query.ts';
import type { tendRollups } from '../../core/src/data/rollup/job.ts';
import type { findSparse } from '../../core/src/data/rollup/sparse.ts';
import type { Hub } from '../../core/src/live/hub.ts';

/** Parts of the core: the built ones, or those of the tests. */
export interface Core {
  readonly openCentre: typeof openCentre;
  readonly runQuery: typeof runQuery;
  readonly tendRollups: typeof tendRollups;
  readonly findSparse: typeof findSparse;
  readonly localCaller: typeof localCaller;
  readonly Hub: typeof Hub;
}

/** Into how many cells the rows fall. */
export interface Shape {
  readonly days: number;
  readonly wards: number;
  readonly categories: number;
  readonly agencies: number;
  readonly channels: readonly string[];
}

/** What an indicator costs, by itself and by its breakdowns together, ms. */
export interface Cost {
  readonly name: string;
  readonly isAdditive: boolean;
  readonly ms: number;
}

export interface Size {
  readonly rows: number;
  readonly cells: number;
  readonly costs: readonly Cost[];
  /** Queries that are run because one more looks on. */
  readonly runsOfOneMore: number;
}

export function measureSize(what: {
  readonly core: Core;
  readonly place: { readonly folder: string; readonly url?: string };
  readonly folder: string;
  readonly rows: number;
  readonly shape: Shape;
  readonly rounds: number;
  readonly now: number;
  say(text: string): void;
}): Promise<Size>;
export function ratios(sizes: readonly Size[]): { readonly name: string; readonly isAdditive: boolean; readonly ratio: number }[];
export function faultsOf(sizes: readonly Size[], most: number): string[];
