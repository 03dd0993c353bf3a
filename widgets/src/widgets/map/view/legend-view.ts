import { formatNumber, label, translate } from '@haidang/sdk/client';
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { statusMark } from '../../../atoms/status-shape.ts';
import type { MapOptions } from '../definition.ts';
import { type PointShape, pointShapes, type Report } from '../figures/reports.ts';
import type { UnitModel } from '../figures/units.ts';
import { mapTexts } from '../texts.ts';

/** What the legend explains: the steps of colour when units are coloured, the shapes of points when there are any. */
export interface Legend {
  readonly units: UnitModel | undefined;
  readonly reports: readonly Report[] | undefined;
  readonly atLeast: number;
  readonly notes: readonly string[];
  /** Own words for shapes, by their names. */
  readonly labels: MapOptions['labels'];
  readonly locale: string;
}

/** One row above the map. */
export function legendView({ units, reports, atLeast, notes, labels, locale }: Legend): TemplateResult | typeof nothing {
  const say = (key: string, values = {}) => translate({ texts: mapTexts, key, locale, values });
  const word = (shape: PointShape) => (labels?.[shape] ? label(labels[shape], locale) : say(`shape.${shape}`));
  const steps = units && stepsView(units, { say, atLeast, locale });
  const counts = reports && countsOf(reports);
  if (!steps && !counts && notes.length === 0) return nothing;
  return html`<div class="legend">
    ${steps ?? nothing}
    <span class="gap"></span>
    ${counts ? html`<ul class="shapes">${pointShapes.filter((shape) => (counts.get(shape) ?? 0) > 0).map((shape) => html`<li title=${word(shape)}>${shapeView(shape)}<span class="word">${word(shape)}</span> ${formatNumber(counts.get(shape), { locale, decimals: 0 })}</li>`)}</ul>` : nothing}
    ${notes.map((note) => html`<span class="note">${note}</span>`)}
  </div>`;
}

function stepsView(
  { steps, measure, units, decimals }: UnitModel,
  { say, atLeast, locale }: { say: (key: string, values?: { readonly n: number }) => string; atLeast: number; locale: string },
): TemplateResult | undefined {
  if (!steps || measure === undefined) return undefined;
  const { limits, colours } = steps;
  const digits = limits.every(Number.isInteger) ? 0 : decimals;
  const number = (value: number | undefined) => formatNumber(value, { locale, decimals: digits });
  const words = (index: number) => {
    if (limits.length === 0) return number(units.find(({ value, gap }) => value !== undefined && !gap)?.value);
    if (index === 0) return `< ${number(limits[0])}`;
    return index === limits.length ? `≥ ${number(limits.at(-1))}` : number(limits[index - 1]);
  };
  const gaps = new Set(units.filter(({ place }) => place).map(({ gap }) => gap));
  const hatches = [gaps.has('too-few') ? say('tooFew', { n: atLeast }) : '', gaps.has('no-data') ? say('noData') : ''].filter(
    (word) => word !== '',
  );
  return html`<span class="what">${measure}</span>
    <ol class="steps">
      ${units.some(({ step }) => step !== undefined) ? colours.map((colour, index) => html`<li><i class=${`step q${colour}`}></i><span class="limit">${words(index)}</span></li>`) : nothing}
      ${hatches.length > 0 ? html`<li><i class="step hatch"></i>${hatches.join(', ')}</li>` : nothing}
    </ol>`;
}

function countsOf(reports: readonly Report[]): ReadonlyMap<PointShape, number> {
  const counts = new Map<PointShape, number>();
  for (const { shape } of reports) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  return counts;
}

function shapeView(shape: PointShape): TemplateResult {
  if (shape === 'normal' || shape === 'done')
    return html`<svg viewBox="0 0 16 16" aria-hidden="true">${svg`<circle class=${`dot ${shape}`} cx="8" cy="8" r="4.600"></circle>`}</svg>`;
  return html`<svg viewBox="0 0 16 16" aria-hidden="true">${statusMark(shape)}</svg>`;
}

export const legendStyles = css`
  .legend {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 calc(10px * var(--ioc-scale));
    min-block-size: calc(26px * var(--ioc-scale));
    padding: 0 var(--ioc-s-4) var(--ioc-s-2);
    color: var(--ioc-text-2);
    font-size: var(--ioc-fs-1);
  }
  .legend .what {
    color: var(--ioc-text-3);
  }
  .legend .gap {
    flex: 1 1 0;
  }
  .legend ol,
  .legend ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--ioc-s-3);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: var(--ioc-s-2);
    min-block-size: calc(20px * var(--ioc-scale));
    white-space: nowrap;
  }
  .legend svg {
    flex: none;
    inline-size: calc(13px * var(--ioc-scale));
    block-size: calc(13px * var(--ioc-scale));
    forced-color-adjust: none;
  }
  .step {
    flex: none;
    inline-size: calc(14px * var(--ioc-scale));
    block-size: calc(10px * var(--ioc-scale));
    border: 1px solid var(--ioc-line-2);
    forced-color-adjust: none;
  }
  @container (max-width: 50em) {
    .legend .word {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
  @container (max-width: 40em) {
    .legend .steps {
      column-gap: 0;
    }
    .legend .steps > li:not(:first-child, :last-child) .limit {
      display: none;
    }
    .legend .steps > li:first-child {
      flex-direction: row-reverse;
    }
  }
  .q1 {
    background: var(--ioc-q-1);
  }
  .q2 {
    background: var(--ioc-q-2);
  }
  .q3 {
    background: var(--ioc-q-3);
  }
  .q4 {
    background: var(--ioc-q-4);
  }
  .q5 {
    background: var(--ioc-q-5);
  }
  .step.hatch {
    background: repeating-linear-gradient(135deg, var(--ioc-line-2) 0 1.5px, var(--ioc-surface) 1.5px 4px);
  }
`;
