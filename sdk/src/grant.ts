import type { Id, PageId, WidgetId } from './ids.ts';
import type { Classification } from './page.ts';
import type { Duration, L10n } from './schema.ts';

/** What may leave the house: made in the studio by a publisher, approved by another, revocable at once. */
export interface EmbedGrant {
  readonly kind: 'grant';
  readonly format: 1;
  readonly id: Id<'eg'>;
  readonly title: L10n;
  readonly shows: readonly EmbedTarget[];
  readonly origins: readonly string[];
  readonly modes: readonly ('shadow' | 'frame')[];
  readonly audience: 'anonymous' | 'guest' | 'sso';
  /** Variables that the host may set, and to what; or that are fixed. */
  readonly vars: { readonly [name: string]: { readonly open: readonly string[] | '*' } | { readonly lock: readonly string[] } };
  readonly may: readonly EmbedRight[];
  readonly classification: Exclude<Classification, 'restricted'>;
  readonly perMinute: { readonly all: number; readonly address: number };
  /** Pre-rendered for anonymous viewers; `floor` is the least count shown of persons. */
  readonly snapshot?: { readonly every: Duration; readonly floor: number };
  readonly attribution: boolean;
  readonly expires?: string;
  readonly approvedBy: string;
}

/** A published page, or one widget of it. */
export interface EmbedTarget {
  readonly page: PageId;
  readonly widget?: WidgetId;
  readonly revision?: number;
}

/** What a guest may do with it. */
export type EmbedRight = 'read' | 'select' | 'export' | 'act';
