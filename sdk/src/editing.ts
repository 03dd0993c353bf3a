import type { DocumentKind } from './documents.ts';
import type { Json, L10n } from './schema.ts';

/** Place of a leaf: ['widgets', 'w_7f3k9q2d', 'options', 'decimals']. */
export type Path = readonly string[];

/** One edit, its own inverse; `undefined` is absent. */
export interface Op {
  readonly path: Path;
  readonly old: Json | undefined;
  readonly new: Json | undefined;
}

/** What a person did. Commands with the same `mergeKey` coalesce (typing, nudging); `at` is an ISO 8601 instant. */
export interface Command {
  readonly id: string;
  readonly label: L10n;
  readonly at: string;
  readonly by: string;
  readonly ops: readonly Op[];
  readonly mergeKey?: string;
}

/** Unsent commands of a draft, on the revision they were made on. */
export interface DraftSync {
  readonly draft: string;
  readonly revision: number;
  readonly commands: readonly Command[];
}

/** Rebased leaf by leaf, or the leaves that two people changed. */
export type DraftReply =
  | { readonly ok: true; readonly revision: number; readonly others: readonly Command[] }
  | {
      readonly ok: false;
      readonly revision: number;
      readonly conflicts: readonly {
        readonly path: Path;
        readonly mine: Json | undefined;
        readonly theirs: Json | undefined;
        readonly by: string;
      }[];
    };

/** An immutable published state of a document; `hash` is the SHA-256 of its canonical form. */
export interface Revision {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly number: number;
  readonly hash: `sha256-${string}`;
  readonly by: string;
  readonly approvedBy?: string;
  readonly at: string;
  readonly note: string;
  readonly from?: string;
}

/** A step of a document format, pure and total, run on read. */
export interface FormatChange {
  readonly kind: DocumentKind;
  readonly from: number;
  up(document: { readonly [key: string]: Json }): { readonly [key: string]: Json };
}
