import { formatNumber } from '@haidang/sdk/client';
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { cssVars } from '../../atoms/css-vars.ts';
import type { ChartOptions } from './definition.ts';
import type { ChartModel, Series } from './model.ts';

const markers = [
  svg``,
  svg`<circle cx="9" cy="5" r="3" fill="currentColor"></circle>`,
  svg`<rect x="6" y="2" width="6" height="6" fill="currentColor"></rect>`,
  svg`<path d="M9 1.5 12.5 8h-7Z" fill="currentColor"></path>`,
  svg`<path d="M9 1 13 5 9 9 5 5Z" fill="currentColor"></path>`,
  svg`<circle cx="9" cy="5" r="2.6" fill="var(--ioc-surface)" stroke="currentColor" stroke-width="1.5"></circle>`,
  svg`<rect x="6.5" y="2.500" width="5" height="5" fill="var(--ioc-surface)" stroke="currentColor" stroke-width="1.5"></rect>`,
];

/** What each fill or line is, with its total; nothing where there is only one. */
export function keyView(
  { series }: ChartModel,
  { kind, locale }: { kind: NonNullable<ChartOptions['kind']>; locale: string },
): TemplateResult | typeof nothing {
  if (series.length < 2) return nothing;
  return html`<ul class="key">
    ${series.map(
      (one) => html`<li ${cssVars({ color: `var(--ioc-c-${one.slot || 'prev'})` })}>
        ${swatch(one, kind)}<span>${one.name}</span>${one.total === undefined ? nothing : html` <b>${formatNumber(one.total, { locale, decimals: 0 })}</b>`}
      </li>`,
    )}
  </ul>`;
}

export const keyStyles = css`
  .key {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--ioc-s-4);
    margin: 0;
    padding: 0 0 var(--ioc-s-2);
    list-style: none;
    color: var(--ioc-text-2);
    font-size: var(--ioc-fs-1);
  }
  .key > li {
    display: inline-flex;
    align-items: center;
    gap: calc(5px * var(--ioc-scale));
  }
  .key svg {
    flex: none;
    color: var(--color);
    block-size: calc(10px * var(--ioc-scale));
    forced-color-adjust: none;
  }
  .key b {
    color: var(--ioc-text);
    font-weight: var(--ioc-fw-medium);
  }
`;

function swatch({ role, slot }: Series, kind: NonNullable<ChartOptions['kind']>): TemplateResult {
  if (role === 'comparison')
    return html`<svg viewBox="0 0 18 10" aria-hidden="true"><path d="M0 5H18" stroke="currentColor" stroke-width="2" stroke-dasharray="5 2.500"></path></svg>`;
  if (kind === 'line')
    return html`<svg viewBox="0 0 18 10" aria-hidden="true"><path d="M0 5H18" stroke="currentColor" stroke-width="2"></path>${markers[slot] ?? nothing}</svg>`;
  return html`<svg viewBox="0 0 10 10" aria-hidden="true"><rect width="9" height="9" y="0.5" fill="currentColor"></rect></svg>`;
}
