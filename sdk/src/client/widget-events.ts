/** Values of a field of a port's result that were chosen, brushed or opened, with a text for people. The page knows the field's dimension. */
export interface WidgetChoice {
  readonly port: string;
  readonly field: string;
  readonly keys: readonly string[];
  readonly label: string;
}

/** `retry`: ask again. `clear-filters`: unset the page's variables. `choose-time`: go to the page's period. */
export type WidgetAction = 'retry' | 'clear-filters' | 'choose-time';

/** What a widget tells its page. Each is an event `widget-<name>` on the element that bubbles and leaves shadow roots; the value here is its `detail`. */
export interface WidgetEvents {
  /** Values were chosen; no keys: the choice was cleared. */
  readonly select: WidgetChoice;
  /** A span was brushed; the keys are its two bounds. */
  readonly brush: WidgetChoice;
  /** A value or record was opened. */
  readonly open: WidgetChoice;
  /** The reader wants what only the page can do. */
  readonly action: { readonly action: WidgetAction };
  /** The widget failed. It shows so by itself and recovers with the next good data. */
  readonly error: { readonly error: unknown };
}

/** Tells the page of a widget. */
export function emitWidgetEvent<K extends keyof WidgetEvents>(from: HTMLElement, name: K, detail: WidgetEvents[K]): void {
  from.dispatchEvent(new CustomEvent(`widget-${name}`, { detail, bubbles: true, composed: true }));
}

declare global {
  interface HTMLElementEventMap {
    'widget-select': CustomEvent<WidgetEvents['select']>;
    'widget-brush': CustomEvent<WidgetEvents['brush']>;
    'widget-open': CustomEvent<WidgetEvents['open']>;
    'widget-action': CustomEvent<WidgetEvents['action']>;
    'widget-error': CustomEvent<WidgetEvents['error']>;
  }
}
