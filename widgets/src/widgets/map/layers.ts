import type { L10n } from '@haidang/sdk';
import { nothing } from 'lit';
import { archipelagoLaw } from './archipelagos.ts';
import { type LayerName, mostLayers } from './definition.ts';
import { basisFacts } from './figures/basis.ts';
import type { MapHost } from './map-host.ts';
import { layersOn, type Sheet } from './sheet.ts';
import { layersPanel } from './view/controls-view.ts';

/** The layers that are on, and the panel that switches them. */
export class Layers {
  readonly #host: MapHost;
  /** As the reader wants them. */
  #wanted: ReadonlySet<LayerName> | undefined;
  #isPanelOpen = false;

  constructor(host: MapHost) {
    this.#host = host;
  }

  get isPanelOpen(): boolean {
    return this.#isPanelOpen;
  }

  /** Those that are on. */
  on(sheet: Sheet): ReadonlySet<LayerName> {
    return this.#wanted ?? layersOn(sheet, this.#host.options.layers);
  }

  togglePanel(): void {
    this.#isPanelOpen = !this.#isPanelOpen;
    this.#host.requestUpdate();
  }

  panel(sheet: Sheet, sources: readonly L10n[]): unknown {
    if (!this.#isPanelOpen) return nothing;
    const on = this.on(sheet);
    const { locale } = this.#host.context;
    return layersPanel({
      locale,
      offered: sheet.offered,
      on,
      basis: basisFacts(sheet, locale),
      sources: [...sources, archipelagoLaw],
      toggle: (layer) => this.#toggle(layer, on),
      close: () => this.togglePanel(),
    });
  }

  #toggle(layer: LayerName, on: ReadonlySet<LayerName>): void {
    const next = new Set(on);
    if (!next.delete(layer) && next.size < mostLayers) next.add(layer);
    this.#wanted = next;
    this.#host.requestUpdate();
  }
}
