import type { PortData, WidgetContext } from '@haidang/sdk';
import { adoptTheme, type IocWidget } from '@haidang/sdk/client';

/** Where test widgets stand, by the clock of a server on 20/11/2026 just before 14:32. */
export function contextAt(text: string, rest: Partial<WidgetContext> = {}): WidgetContext {
  return { mode: 'view', locale: 'vi', theme: 'dark', size: 'm', vars: {}, can: new Set(), skewMs: Date.parse(text) - Date.now(), ...rest };
}

/** What a test widget is given. */
export interface Stage<O> {
  readonly data: { readonly [port: string]: PortData };
  readonly options?: O;
  readonly context?: Partial<WidgetContext>;
  readonly width?: number;
  readonly height?: number;
}

/** Puts a widget into the document, in a box as a frame would give it, and waits until it is drawn. */
export async function stage<E extends IocWidget>(
  element: E,
  { data, options, context, width = 420, height = 240 }: Stage<NoInfer<E>['options']>,
): Promise<E> {
  adoptTheme(document);
  document.documentElement.dataset.theme = 'dark';
  const box = document.createElement('div');
  box.style.setProperty('width', `${width}px`);
  box.style.setProperty('height', `${height}px`);
  element.heading = 'Phản ánh';
  if (options) element.options = options;
  element.context = contextAt('2026-11-20T14:31:58+07:00', context);
  element.data = data;
  box.append(element);
  document.body.replaceChildren(box);
  await element.updateComplete;
  return element;
}

/** Text of an element's shadow tree, spaces made plain. */
export function shownText(element: Element): string {
  return (element.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ').trim();
}
