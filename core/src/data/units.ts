import type { L10n } from '@haidang/sdk';

/** Level of an administrative unit. Districts ended on 2025-07-01. */
export type UnitLevel = 'province' | 'district' | 'ward';

/** An administrative unit in one version of the list. `key` is `code@version`; the point is approximate, so many kilometres. */
export interface Unit {
  readonly key: string;
  readonly code: string;
  readonly version: string;
  readonly level: UnitLevel;
  readonly title: L10n;
  readonly parent?: string;
  readonly validFrom: string;
  readonly validTo?: string;
  readonly point?: readonly [longitude: number, latitude: number];
  readonly pointKm?: number;
  readonly legal?: string;
}

/** An old unit and what came of it. Shares are those of the old unit, 0–1. */
export interface UnitLink {
  readonly from: string;
  readonly to: string;
  readonly sharePopulation?: number;
  readonly shareArea?: number;
}

/** The units that are loaded, in memory. */
export interface Units {
  get(key: string): Unit | undefined;
  all(): readonly Unit[];
  /** All versions of a code. */
  byCode(code: string): readonly Unit[];
  /** The unit, all below it, and all that these became. */
  within(key: string): readonly string[];
  /** The unit itself or its ancestor at a level. */
  at(key: string, level: UnitLevel): string | undefined;
  /** Reads them again, after another process has changed them. */
  reload(): Promise<void>;
}
