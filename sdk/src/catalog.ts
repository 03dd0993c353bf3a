import type { Ioc } from './documents.ts';
import type { Problem } from './errors.ts';
import type { PageId } from './ids.ts';
import type { Indicator } from './indicator.ts';
import type { WholePage } from './page.ts';
import type { FieldType } from './query.ts';
import type { L10n } from './schema.ts';
import type { Cells, Port, Widget } from './widget.ts';

/** What a caller may see of a centre: answer of `GET /api/catalog`. Maps are keyed by qualified name. */
export interface Catalog {
  readonly ioc: Pick<Ioc, 'title' | 'unit' | 'languages' | 'home' | 'theme' | 'month'>;
  readonly pages: readonly CatalogPage[];
  readonly widgets: { readonly [name: string]: CatalogWidget };
  readonly datasets: { readonly [name: string]: CatalogDataset };
  readonly indicators: {
    readonly [name: string]: Pick<Indicator, 'unit' | 'frequency' | 'direction' | 'levels' | 'formula' | 'legal' | 'regime'> & {
      readonly label: L10n;
      /** Domain icon of its plugin. */
      readonly icon?: string;
    };
  };
  readonly units: readonly CatalogUnit[];
  readonly problems: readonly Problem[];
  /** Changes when any of the above or the `Geography` does. */
  readonly version: string;
  /** Server clock, ISO 8601. */
  readonly now: string;
}

/** A page of the menu, or one that links lead to. */
export interface CatalogPage {
  readonly id: PageId;
  readonly slug: string;
  readonly title: L10n;
  readonly level: 1 | 2 | 3 | 4;
  readonly parent?: PageId;
  readonly menu?: { readonly rank: string; readonly icon?: string };
  /** The document cannot be shown; opening the page says why. */
  readonly broken?: true;
}

/** A widget that pages may use; `module` is the address of its ES module. */
export interface CatalogWidget {
  readonly label: L10n;
  readonly element: Widget['element'];
  readonly module: string;
  readonly group: Widget['group'];
  readonly ports: { readonly [name: string]: Port };
  readonly size: { readonly min: Cells; readonly ideal: Cells; readonly max?: Cells };
  readonly role: NonNullable<Widget['role']>;
  /** JSON Schema of the options. */
  readonly options: object;
  readonly v: number;
  readonly icon?: string;
}

/** A dataset with the fields that the caller may read. */
export interface CatalogDataset {
  readonly label: L10n;
  /** Domain icon of its plugin. */
  readonly icon?: string;
  readonly key: readonly string[];
  readonly time?: string;
  readonly geo?: string;
  readonly unit?: string;
  readonly fields: {
    readonly [name: string]: {
      readonly label: L10n;
      readonly type: FieldType;
      readonly unit?: string;
      readonly ref?: string;
      readonly values?: { readonly [value: string]: L10n };
    };
  };
}

/** An administrative unit, `key` = `code@version`; the point is approximate. */
export interface CatalogUnit {
  readonly key: string;
  readonly title: L10n;
  readonly level: 'province' | 'district' | 'ward';
  readonly parent?: string;
  readonly validFrom: string;
  readonly validTo?: string;
  readonly point?: readonly [longitude: number, latitude: number];
  /** Belongs to the place that the centre serves. */
  readonly own?: true;
}

/** A page made ready to draw: the template merged in, its faults listed by path. */
export interface ResolvedPage {
  readonly page: WholePage;
  readonly problems: readonly Problem[];
}
