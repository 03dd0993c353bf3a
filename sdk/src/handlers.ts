import type { Dataset } from './dataset.ts';
import type { Query, Result } from './query.ts';
import type { Duration, Json, Schema } from './schema.ts';

/** All that a handler gets, in the plugin's own process. Reads and writes go through the core with the plugin as caller. */
export interface Context {
  query(query: Query): Promise<Result>;
  write<T>(dataset: Dataset<T>, rows: readonly T[]): Promise<WriteReport>;
  /** HTTP to the hosts in `capabilities.fetch` only, by the egress broker. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** A reference that the broker replaces in the request; the handler never sees the secret. */
  secret(name: string): string;
  log(message: string, data?: { readonly [key: string]: Json }): void;
  readonly signal: AbortSignal;
}

/** What became of the rows of one write. */
export interface WriteReport {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly refused: readonly { readonly line: number; readonly field?: string; readonly reason: string }[];
}

/** A kind of source: how rows get from elsewhere into a dataset. A Source document configures one; a Mapping alone often suffices. Write rows as `{ … } satisfies Report`: that keeps enum literals and refuses unknown fields. */
export interface SourceKind<T = unknown, C = unknown> {
  readonly into: Dataset<T>;
  readonly config: Schema<C>;
  readonly secrets?: readonly string[];
  /** How often `pull` runs unless the Source document says otherwise. */
  readonly every?: Duration;
  pull?(context: SourceContext<C>): AsyncIterable<NoInfer<T>>;
  receive?(body: unknown, context: SourceContext<C>): readonly NoInfer<T>[] | Promise<readonly NoInfer<T>[]>;
}

/** `since` is the business time of the newest row that was accepted, ISO 8601. */
export interface SourceContext<C> extends Context {
  readonly config: C;
  readonly since?: string;
}

/** Declares a kind of source; its rows are checked against the dataset, its `config` against the schema. */
export function defineSource<T, C>(source: SourceKind<T, C>): SourceKind<T, C> {
  return source;
}

/** Code on a record: run by a person with the permission `<dataset>.<name>`, or after every write. */
export interface Action<T = unknown, I = unknown> {
  readonly of: Dataset<T>;
  readonly on: 'call' | 'write';
  readonly input?: Schema<I>;
  // biome-ignore lint/suspicious/noConfusingVoidType: an action that answers nothing just ends.
  run(event: { readonly record: T; readonly before?: T; readonly input: I }, context: Context): Promise<Json | void>;
}

/** Declares an action. */
export function defineAction<T, I>(action: Action<T, I>): Action<T, I> {
  return action;
}
