import type { Json, L10n } from '@haidang/sdk';

/** What is wrong with a row that was not kept. `text` says it where the reason is no code of the writer. */
export interface RefusedFault {
  readonly field?: string;
  readonly reason: string;
  readonly details?: { readonly [name: string]: Json };
  readonly text?: L10n;
}

/** A row of a delivery that was not kept: its line there, as much of it as could be read, and what is wrong. */
export interface RefusedInput {
  readonly line: number;
  readonly row: { readonly [field: string]: Json };
  readonly faults: readonly RefusedFault[];
}

/** A row in quarantine. */
export interface RefusedRow {
  readonly id: number;
  readonly run?: string;
  readonly line: number;
  readonly given: { readonly [field: string]: Json };
  readonly faults: readonly RefusedFault[];
  /** Fields that were given and whose values are not kept here. */
  readonly held: readonly string[];
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}
