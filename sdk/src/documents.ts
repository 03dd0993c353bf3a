import type { Alert } from './alert.ts';
import type { EmbedGrant } from './grant.ts';
import type { PageId } from './ids.ts';
import type { Indicator } from './indicator.ts';
import type { Page } from './page.ts';
import type { Permission } from './plugin.ts';
import type { Duration, L10n } from './schema.ts';
import type { Source } from './source.ts';
import type { Wall } from './wall.ts';
import type { Clock } from './workflow.ts';

// Rules of all documents: collections are maps keyed by stable random ids; order is a fractional `rank`; no state, code, SQL, HTML or CSS;
// defaults are not written; canonical form = sorted keys (RFC 8785), two spaces, NFC, "\n", SHA-256. Unknown content is kept verbatim.

/** What a locality configures: each kind is a folder of files, or revisions in the database. */
export type Document = Ioc | Page | Source | Role | Wall | EmbedGrant;

/** Its folder and its place in the address: `/api/documents/:kind/:id`. */
export type DocumentKind = Document['kind'];

/** The centre itself: place, languages, plugins, look, and the province's own figures where they differ from a plugin's. */
export interface Ioc {
  readonly kind: 'ioc';
  readonly format: 1;
  readonly title: L10n;
  /** The place that it serves, `code@version`. */
  readonly unit: string;
  readonly languages: readonly string[];
  /** Plugin to range of versions. */
  readonly plugins: { readonly [plugin: string]: string };
  readonly home: PageId;
  readonly theme?: { readonly mode?: 'auto' | 'dark' | 'light'; readonly accent?: `#${string}`; readonly logo?: string };
  /** Reporting month: from this day (2–28) and hour of the month before, "25T12:00", "15T00:00"; the calendar month when absent. Quarters and years are made of such months. */
  readonly month?: string;
  /** Differences by qualified name, like those of a page to its template. */
  readonly indicators?: {
    readonly [name: string]: Partial<Pick<Indicator, 'levels' | 'atLeast' | 'frequency' | 'legal' | 'code'>> & {
      /** Its own reporting month, as `month` above; "calendar" for the calendar month. */
      readonly month?: string;
    };
  };
  /** How long the province keeps the rows of a dataset, where the plugin says otherwise: longer for what the law has it archive, or for ever. */
  readonly datasets?: { readonly [name: string]: { readonly keep: Duration | 'forever' } };
  readonly alerts?: { readonly [name: string]: Partial<Omit<Alert, 'watch'>> & { readonly off?: true } };
  /** Limits of clocks: "field-reports/report.handling". */
  readonly clocks?: { readonly [name: string]: Pick<Clock, 'limits'> };
}

/** A role as the province uses it. Who has it, over which units and until when, are records. */
export interface Role {
  readonly kind: 'role';
  readonly format: 1;
  readonly id: string;
  readonly title: L10n;
  readonly can: readonly Permission[];
}
