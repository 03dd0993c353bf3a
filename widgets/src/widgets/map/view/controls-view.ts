import type { L10n } from '@haidang/sdk';
import { label, translate } from '@haidang/sdk/client';
import { css, html, nothing, type TemplateResult } from 'lit';
import { type LayerName, mostLayers } from '../definition.ts';
import { mapTexts } from '../texts.ts';
import { type MapIcon, mapIcon } from './icons.ts';

/** Buttons at the right of the map. */
export interface Controls {
  readonly locale: string;
  /** There is room for the buttons of zoom; gestures and keys do the same. */
  readonly hasZoom: boolean;
  readonly hasList: boolean;
  readonly isListOpen: boolean;
  readonly isPanelOpen: boolean;
  readonly zoom: (by: number) => void;
  readonly whole: () => void;
  readonly toggleList: () => void;
  readonly togglePanel: () => void;
}

export function controlsView({
  locale,
  hasZoom,
  hasList,
  isListOpen,
  isPanelOpen,
  zoom,
  whole,
  toggleList,
  togglePanel,
}: Controls): TemplateResult {
  const button = (key: string, icon: MapIcon, act: () => void, pressed?: boolean) => {
    const name = translate({ texts: mapTexts, key, locale });
    return html`<button type="button" class=${`control ${icon}`} aria-label=${name} title=${name} aria-expanded=${pressed ?? nothing} @click=${act}>${mapIcon(icon)}</button>`;
  };
  return html`<div class="controls">
    ${hasZoom ? html`${button('zoomIn', 'plus', () => zoom(1))}${button('zoomOut', 'minus', () => zoom(-1))}` : nothing}
    ${button('layers', 'layers', togglePanel, isPanelOpen)}
    ${button('whole', 'locate', whole)}
    ${hasList ? button('list', 'list', toggleList, isListOpen) : nothing}
  </div>`;
}

/** The panel of layers, with what the map rests on. */
export interface LayersPanel {
  readonly locale: string;
  readonly offered: readonly LayerName[];
  readonly on: ReadonlySet<LayerName>;
  readonly basis: readonly string[];
  readonly sources: readonly L10n[];
  readonly toggle: (layer: LayerName) => void;
  readonly close: () => void;
}

export function layersPanel({ locale, offered, on, basis, sources, toggle, close }: LayersPanel): TemplateResult {
  const say = (key: string) => translate({ texts: mapTexts, key, locale });
  const count = offered.filter((layer) => on.has(layer)).length;
  return html`<div class="panel layers" role="group" aria-label=${say('layers')}>
    <button type="button" class="close" aria-label=${say('close')} @click=${close}>${mapIcon('x')}</button>
    <b>${say('layers')}</b>
    ${offered.map(
      (layer) =>
        html`<label><input type="checkbox" .checked=${on.has(layer)} ?disabled=${!on.has(layer) && count >= mostLayers} @change=${() => toggle(layer)} />${say(`layers.${layer}`)}</label>`,
    )}
    ${offered.length > mostLayers ? html`<p>${say('layers.most')}</p>` : nothing}
    ${basis.map((words) => html`<p>${words}.</p>`)}
    ${sources.length > 0 ? html`<p>${say('source')}: ${sources.map((source) => label(source, locale)).join('; ')}</p>` : nothing}
  </div>`;
}

export const controlsStyles = css`
  .controls {
    position: absolute;
    z-index: 3;
    inset-block-start: var(--ioc-s-3);
    inset-inline-end: var(--ioc-s-3);
    display: flex;
    flex-direction: column;
    gap: var(--ioc-s-2);
  }
  .control,
  .close {
    display: grid;
    place-items: center;
    inline-size: calc(var(--ioc-target) * var(--ioc-scale));
    block-size: calc(var(--ioc-target) * var(--ioc-scale));
    padding: 0;
    border: 1px solid var(--ioc-line-1);
    border-radius: var(--ioc-r-1);
    background: var(--ioc-raised);
    color: var(--ioc-text-2);
    cursor: pointer;
  }
  .control:hover,
  .control[aria-expanded='true'],
  .close:hover {
    color: var(--ioc-text);
    border-color: var(--ioc-line-2);
  }
  .control > svg,
  .close > svg {
    inline-size: calc(17px * var(--ioc-scale));
    block-size: calc(17px * var(--ioc-scale));
  }
  .panel {
    position: absolute;
    z-index: 4;
    display: flex;
    flex-direction: column;
    gap: var(--ioc-s-2);
    max-inline-size: calc(100% - 2 * var(--ioc-s-3));
    max-block-size: calc(100% - 2 * var(--ioc-s-3));
    padding: var(--ioc-s-3) var(--ioc-s-4);
    overflow: auto;
    border: 1px solid var(--ioc-line-2);
    border-radius: var(--ioc-r-1);
    background: var(--ioc-raised);
    font-size: var(--ioc-fs-1);
    line-height: var(--ioc-lh-title);
  }
  .panel p {
    margin: 0;
    color: var(--ioc-text-2);
  }
  .panel b {
    padding-inline-end: calc(28px * var(--ioc-scale));
    font-size: var(--ioc-fs-2);
    font-weight: var(--ioc-fw-strong);
  }
  .panel.layers {
    inset-block-start: var(--ioc-s-3);
    inset-inline-end: calc(var(--ioc-target) * var(--ioc-scale) + 2 * var(--ioc-s-3));
    inline-size: calc(260px * var(--ioc-scale));
    max-inline-size: calc(100% - var(--ioc-target) * var(--ioc-scale) - 3 * var(--ioc-s-3));
  }
  .panel label {
    display: flex;
    align-items: center;
    gap: var(--ioc-s-3);
    min-block-size: calc(28px * var(--ioc-scale));
  }
  .panel input {
    inline-size: calc(16px * var(--ioc-scale));
    block-size: calc(16px * var(--ioc-scale));
    margin: 0;
    accent-color: var(--ioc-accent);
  }
  .close {
    position: absolute;
    inset-block-start: var(--ioc-s-2);
    inset-inline-end: var(--ioc-s-2);
    inline-size: calc(28px * var(--ioc-scale));
    block-size: calc(28px * var(--ioc-scale));
    border: 0;
    background: none;
  }
  .close > svg {
    inline-size: calc(15px * var(--ioc-scale));
    block-size: calc(15px * var(--ioc-scale));
  }
  @media (pointer: coarse) {
    .control {
      inline-size: 44px;
      block-size: 44px;
    }
    .panel label {
      min-block-size: 44px;
    }
  }
`;
