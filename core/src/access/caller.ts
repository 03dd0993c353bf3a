import type { Filter } from '@haidang/sdk';

/** Who asks: a person, a key, a plugin or the machine's own console. */
export interface Caller {
  readonly id: string;
  readonly language: 'vi' | 'en';
  /** Whether the caller holds a permission: "field-reports/report.read", "field-reports/report.personal", "page.read". */
  can(permission: string): boolean;
  /** Rows of a dataset that the caller gets, as a condition; absent: all. */
  rows?(dataset: string): Filter | undefined;
  /** Units (`code@version`) and agencies whose rows the caller gets of datasets that keep these apart (`scope: 'unit'`): rows whose unit lies within one of `units`, or whose agency is one of `agencies`. Absent: all. */
  readonly reach?: Reach;
  /** The core itself, which alone writes what it finds out: quality, deliveries, alarms, the state of a definition. */
  readonly isSystem?: true;
}

export interface Reach {
  readonly units: readonly string[];
  readonly agencies: readonly string[];
}

/** The core at its own work: jobs and rules. */
export const systemCaller: Caller = { id: 'system', language: 'vi', can: () => true, isSystem: true };

/** The caller of this edition: whoever sits at this machine. Holds every permission but `personal`. */
export function localCaller(language: 'vi' | 'en' = 'vi'): Caller {
  return { id: 'local', language, can: (permission) => !permission.endsWith('.personal') };
}
