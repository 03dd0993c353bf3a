import type { Link, WholePage } from '@haidang/sdk';
import type { WidgetChoice } from '@haidang/sdk/client';

/** A page that a link leads to, and what goes along. */
export interface PageLink {
  readonly to: string;
  readonly carry: readonly string[];
}

/** Whether this version does what a link says: set a variable of the page, or open another page. */
export function isFollowed({ on, do: act }: Link): boolean {
  return on !== 'brush' && (act.kind === 'drill' || (act.kind === 'filter' && act.var !== undefined));
}

/** Does what the page's links say about a choice in a widget: sets a variable of the page, or opens another page. */
export function followLink({
  from,
  event,
  page,
  view,
}: {
  from: string;
  event: CustomEvent<WidgetChoice>;
  page: WholePage;
  view: HTMLElement;
}): void {
  for (const link of Object.values(page.links ?? {})) {
    if (link.from !== from || `widget-${link.on}` !== event.type) continue;
    if (link.do.kind === 'filter' && link.do.var !== undefined) tell(view, 'vars-choose', { [link.do.var]: event.detail.keys });
    if (link.do.kind === 'drill') tell(view, 'page-open', { to: link.do.to, carry: link.do.carry });
  }
}

function tell<K extends 'vars-choose' | 'page-open'>(from: HTMLElement, name: K, detail: HTMLElementEventMap[K]['detail']): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}

declare global {
  interface HTMLElementEventMap {
    'vars-choose': CustomEvent<{ readonly [name: string]: readonly string[] }>;
    'page-open': CustomEvent<PageLink>;
  }
}
