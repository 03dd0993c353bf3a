import type { Filter } from '@haidang/sdk';

/** Who asks: a person, a key, a plugin or the machine's own console. */
export interface Caller {
  readonly id: string;
  readonly language: 'vi' | 'en';
  /** Whether the caller holds a permission: "field-reports/report.read", "field-reports/report.personal", "page.read". */
  can(permission: string): boolean;
  /** Rows of a dataset that the caller gets, as a condition; absent: all. */
  rows?(dataset: string): Filter | undefined;
}

/** The caller of this edition: whoever sits at this machine. Holds every permission but `personal`. */
export function localCaller(language: 'vi' | 'en' = 'vi'): Caller {
  return { id: 'local', language, can: (permission) => !permission.endsWith('.personal') };
}
