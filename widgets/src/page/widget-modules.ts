import type { CatalogWidget, WidgetElement } from '@haidang/sdk';

const loading = new Map<string, Promise<unknown>>();

/** Loads the module of a widget once and makes its element, not yet connected. A module that failed is asked for again the next time. */
export async function makeWidget({ module, element }: Pick<CatalogWidget, 'module' | 'element'>): Promise<WidgetElement> {
  if (!customElements.get(element)) {
    let load = loading.get(module);
    if (!load) {
      load = import(/* @vite-ignore */ module);
      loading.set(module, load);
    }
    try {
      await load;
    } catch (error) {
      loading.delete(module);
      throw error;
    }
  }
  if (!customElements.get(element)) throw new TypeError(`${module} does not define <${element}>`);
  return document.createElement(element) as WidgetElement;
}
