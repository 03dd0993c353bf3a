import { formatNumber } from '@haidang/sdk/client';
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { bulletBar } from '../../atoms/bullet-bar.ts';
import type { Freshness } from '../../atoms/fresh.ts';
import { statusMark } from '../../atoms/status-shape.ts';
import { isCount } from '../columns.ts';
import { levelWord, shapeOf } from './badge.ts';
import { figureView } from './card.ts';
import type { Reading } from './reading.ts';
import { barOf } from './shares.ts';
import { absenceWords, casesWords, comparisonWords, say, type Telling, targetWords } from './words.ts';

/** A figure among others of the same frame. */
export interface Row {
  readonly reading: Reading;
  readonly telling: Telling;
}

/** Rates under each other, each with its cases, target and bar; of two, how far they are apart. */
export function pairView(rows: readonly Row[], fresh: Freshness): TemplateResult {
  return html`<div class="pair">
    ${rows.map(({ reading, telling }) => {
      const bar = barOf(reading);
      return html`<div class="row">
        <div class="line">
          <div class="what"><b>${reading.name}</b><small>${detail(reading, telling)}</small></div>
          <div class="value">${figureView(reading, telling, fresh)}</div>
        </div>
        ${bar ? bulletBar(bar) : html`<div class="rule"></div>`}
      </div>`;
    })}
    ${gapView(rows)}
  </div>`;
}

/** Counts side by side, each with its shape when it is not normal. A unit that only some counts have says nothing that sets them apart. */
export function tilesView(rows: readonly Row[], fresh: Freshness): TemplateResult {
  const isMixed = rows.some(({ reading }) => isCount(reading.field) && reading.digits.unit === '');
  return html`<div class=${isMixed ? 'tiles mixed' : 'tiles'}>
    ${rows.map(({ reading, telling }) => {
      const shape = shapeOf(reading.level);
      const comparison = absenceWords(reading, telling) ?? comparisonWords(reading, undefined, telling) ?? targetWords(reading, telling);
      return html`<div class="tile">
        <small class="what">${reading.name}</small>
        <div class=${isCount(reading.field) ? 'value count' : 'value'}>
          ${figureView(reading, telling, fresh)}${shape ? html`<svg class="shape" viewBox="0 0 16 16" role="img" aria-label=${levelWord(reading, telling.locale) ?? nothing}>${statusMark(shape)}</svg>` : nothing}
        </div>
        ${comparison === undefined ? nothing : html`<small class="more">${comparison}</small>`}
      </div>`;
    })}
  </div>`;
}

export const rowStyles = css`
  .pair {
    --bullet-size: 10px;
    display: flex;
    flex-direction: column;
    justify-content: center;
    gap: calc(6px * var(--ioc-scale));
    block-size: 100%;
  }
  .line {
    display: flex;
    align-items: flex-end;
    justify-content: space-between;
    column-gap: var(--ioc-s-3);
    margin-block-end: calc(3px * var(--ioc-scale));
  }
  .what {
    min-inline-size: 0;
  }
  .what > b {
    display: block;
    font-weight: var(--ioc-fw-medium);
    line-height: var(--ioc-lh-title);
  }
  small {
    display: block;
    color: var(--ioc-text-3);
    font-size: var(--ioc-fs-1);
    line-height: var(--ioc-lh-title);
  }
  .gap {
    display: flex;
    gap: calc(6px * var(--ioc-scale));
    margin: var(--ioc-s-2) 0 0;
    padding-block-start: calc(5px * var(--ioc-scale));
    border-block-start: 1px solid var(--ioc-line-1);
    color: var(--ioc-text-2);
    font-size: var(--ioc-fs-1);
  }
  .gap > svg {
    flex: none;
    inline-size: calc(14px * var(--ioc-scale));
  }
  .tiles {
    display: grid;
    grid-template-columns: 1fr 1fr;
    grid-auto-rows: 1fr;
    block-size: 100%;
  }
  .tile {
    display: flex;
    flex-direction: column;
    justify-content: center;
    min-inline-size: 0;
    padding-block: var(--ioc-s-1);
  }
  .tile:nth-child(even) {
    padding-inline-start: var(--ioc-s-4);
    border-inline-start: 1px solid var(--ioc-line-1);
  }
  .tile:nth-child(n + 3) {
    border-block-start: 1px solid var(--ioc-line-1);
  }
  .mixed .count > .unit {
    display: none;
  }
  .tile > .what {
    color: var(--ioc-text-2);
  }
  .tile .digits {
    font-size: var(--ioc-fs-5);
  }
  .shape {
    inline-size: calc(16px * var(--ioc-scale));
    margin-inline-start: var(--ioc-s-3);
    vertical-align: calc(-2px * var(--ioc-scale));
  }
`;

function detail(reading: Reading, telling: Telling): string {
  return [absenceWords(reading, telling), casesWords(reading, telling), targetWords(reading, telling)]
    .filter((part) => part !== undefined)
    .join(' · ');
}

const info = svg`<circle cx="12" cy="12" r="10"></circle><path d="M12 16v-4M12 8h.01"></path>`;

function gapView(rows: readonly Row[]): TemplateResult | typeof nothing {
  const [first, second] = rows;
  if (
    rows.length !== 2 ||
    !first?.reading.isRate ||
    !second?.reading.isRate ||
    first.reading.value === undefined ||
    second.reading.value === undefined
  )
    return nothing;
  const { locale } = first.telling;
  const amount = formatNumber(Math.abs(first.reading.value - second.reading.value), { locale, decimals: 1, unit: 'points' });
  return html`<p class="gap">
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" aria-hidden="true">${info}</svg>
    <span>${say('gap', locale, { amount })}</span>
  </p>`;
}
