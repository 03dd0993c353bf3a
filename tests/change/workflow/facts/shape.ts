/** A state: who sets it, and which states come next. */
export type State = readonly [setBy: readonly string[], next: readonly string[]];

/** What a field of a dataset goes through, the first state first. */
export interface Facts {
  readonly plugin: string;
  readonly dataset: string;
  readonly field: string;
  readonly states: { readonly [state: string]: State };
}
