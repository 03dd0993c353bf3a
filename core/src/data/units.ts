import type { L10n } from '@haidang/sdk';

/** Level of an administrative unit. Districts ended on 2025-07-01. */
export type UnitLevel = 'province' | 'district' | 'ward';

/** What a unit is called by law; an attribute of a version, not part of the key. */
export const unitTypes = [
  'tinh',
  'thanh_pho_tw',
  'quan',
  'huyen',
  'thi_xa',
  'thanh_pho_tinh',
  'thanh_pho_thuoc_tp',
  'xa',
  'phuong',
  'thi_tran',
  'dac_khu',
] as const;
export type UnitType = (typeof unitTypes)[number];

/** What happened to a unit. */
export const unitChanges = ['unchanged', 'renamed', 'retyped', 'merged_into', 'split_into', 'moved_parent', 'abolished'] as const;
export type UnitChange = (typeof unitChanges)[number];

/** An administrative unit in one version of the list. `key` is `code@version`; the point is approximate, so many kilometres. */
export interface Unit {
  readonly key: string;
  readonly code: string;
  readonly version: string;
  readonly level: UnitLevel;
  readonly type?: UnitType;
  readonly title: L10n;
  readonly parent?: string;
  readonly validFrom: string;
  readonly validTo?: string;
  readonly point?: readonly [longitude: number, latitude: number];
  readonly pointKm?: number;
  readonly population?: number;
  readonly areaKm2?: number;
  readonly legal?: string;
}

/** An old unit and what came of it. Shares are those of the old unit, 0–1. */
export interface UnitLink {
  readonly from: string;
  readonly to: string;
  readonly sharePopulation?: number;
  readonly shareArea?: number;
  readonly change?: UnitChange;
  readonly resolution?: string;
}

/** The boundaries that count on a day: the day since when, the newest list among the units in force, and the day on which the next change is known to come. */
export interface BoundariesInForce {
  readonly since: string;
  readonly version: string;
  readonly until?: string;
}

/** The units that are loaded, in memory. */
export interface Units {
  get(key: string): Unit | undefined;
  all(): readonly Unit[];
  /** All versions of a code. */
  byCode(code: string): readonly Unit[];
  /** The unit, all below it, and all that these became. */
  within(key: string): readonly string[];
  /** The same for figures in the units in force at an instant: also the former units that lie in it by then. */
  withinAt(key: string, now: number): readonly string[];
  /** The unit itself or its ancestor at a level. */
  at(key: string, level: UnitLevel): string | undefined;
  /** Whether a unit is in force on a day ("2026-11-22"): from `validFrom` until `validTo`, until its code gets a newer version, or until what became of it is in force. */
  isInForce(key: string, day: string): boolean;
  /** First day on which a unit is no longer in force, where an end is known. */
  endOf(key: string): string | undefined;
  /** The boundaries that count at an instant. */
  inForceAt(now: number): BoundariesInForce;
  /** Reads them again, after another process has changed them. */
  reload(): Promise<void>;
}
