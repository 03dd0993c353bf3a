import type { L10n } from '@haidang/sdk';

/** Where the number of a port comes from, as the catalogue knows it; the rest travels with the answer. */
export interface Origin {
  readonly port: string;
  /** Name of the indicator or dataset. */
  readonly from: string;
  readonly label: L10n;
  readonly formula?: string;
  readonly legal?: string;
}
