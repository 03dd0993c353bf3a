import type { Placement, Result } from '@haidang/sdk';
import type { PlacementData } from './placement.ts';

/** What the page tells the shell of all its data. */
export interface PageStatus {
  /** The oldest data on the page and whose they are. */
  readonly oldest?: { readonly asOf: string; readonly heading: string };
  /** Rows counted that are illustrative. */
  readonly sample: number;
  /** The page's period as the server resolved it. */
  readonly period?: NonNullable<Result['period']>;
}

/** Sums up what the placements of a page told. */
export function pageStatus(all: readonly PlacementData[], widgets: { readonly [id: string]: Pick<Placement, 'bind'> }): PageStatus {
  let oldest: PageStatus['oldest'];
  let period: PageStatus['period'];
  let sample = 0;
  for (const { id, heading, ports } of all) {
    for (const [port, { result, trust = result?.trust }] of Object.entries(ports)) {
      if (isPagePeriod(widgets[id]?.bind?.[port]?.time)) period ??= result?.period;
      sample += trust?.sample ?? 0;
      const { asOf } = trust ?? {};
      if (asOf !== undefined && !(oldest && Date.parse(oldest.asOf) <= Date.parse(asOf))) oldest = { asOf, heading };
    }
  }
  return { sample, ...(oldest && { oldest }), ...(period && { period }) };
}

function isPagePeriod(time: unknown): boolean {
  return typeof time === 'object' && time !== null && 'var' in time && time.var === 'time';
}
