import { formatNumber, translate } from '@haidang/sdk/client';
import { css, html, nothing, type TemplateResult } from 'lit';
import { cssVars } from '../../atoms/css-vars.ts';
import type { ChartModel, ChartSetting } from './model.ts';
import type { Point } from './points.ts';
import type { Ranking } from './ranking.ts';
import { chartTexts } from './texts.ts';
import { markWords } from './words.ts';

/** Draws a ranking as lines of place, name, bar, value and n. */
export function rankingView(
  { ranks, tooFew, target }: Ranking,
  { model, setting, hidden, choose }: { model: ChartModel; setting: ChartSetting; hidden: number; choose: (point: Point) => void },
): TemplateResult {
  const [series] = model.series;
  const say = (key: keyof (typeof chartTexts)['vi'], values = {}) => translate({ texts: chartTexts, key, locale: setting.locale, values });
  const hasCases = ranks.some(({ cases }) => cases !== undefined);
  const notes = [
    ...tooFew.map(({ point, cases }) => `${point.label}: ${cases === undefined ? say('noCases') : say('tooFew', { n: cases })}`),
    ...(hidden > 0 ? [say('more', { n: hidden })] : []),
  ];
  return html`<div class="ranking">
    <ol class=${hasCases ? 'ranks with-cases' : 'ranks'}>
      ${ranks.map(
        ({ point, value, share, cases }, index) => html`<li>
          <button type="button" class="rank" ?disabled=${point.isRest} @click=${() => choose(point)}>
            <span class="place">${point.isRest ? '' : index + 1}</span>
            <span class="name" title=${point.title}>${point.label}</span>
            <span class="track" aria-hidden="true" ${cssVars({ share: `${share * 100}%`, target: target === undefined ? undefined : `${target * 100}%` })}>
              <i class=${point.isRest ? 'bar rest' : 'bar'}></i>${target === undefined ? nothing : html`<i class="mark"></i>`}
            </span>
            <span class="figure">${series ? markWords(value, series, setting) : ''}</span>
            ${hasCases ? html`<span class="cases">${cases === undefined ? '' : `n ${formatNumber(cases, { locale: setting.locale })}`}</span>` : nothing}
          </button>
        </li>`,
      )}
    </ol>
    ${notes.length > 0 ? html`<p class="note" title=${notes.join(' · ')}>${notes.join(' · ')}</p>` : nothing}
  </div>`;
}

export const rankingStyles = css`
  .ranking {
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
    overflow: auto;
    scrollbar-width: thin;
  }
  .ranks {
    flex: 1 0 auto;
    display: flex;
    flex-direction: column;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .ranks > li {
    flex: 1 1 auto;
    min-block-size: calc(22px * var(--ioc-scale));
    max-block-size: calc(36px * var(--ioc-scale));
    display: grid;
  }
  .rank {
    display: grid;
    grid-template-columns: minmax(1.2em, auto) minmax(4em, min(44%, 15em)) 1fr minmax(2.5em, auto);
    align-items: center;
    column-gap: var(--ioc-s-3);
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-size: var(--ioc-fs-1);
    text-align: start;
    cursor: pointer;
  }
  .with-cases .rank {
    grid-template-columns: minmax(1.2em, auto) minmax(4em, min(36%, 15em)) 1fr minmax(2.5em, auto) minmax(3.6em, auto);
  }
  .rank:disabled {
    cursor: default;
  }
  .rank:hover:enabled .name {
    color: var(--ioc-accent);
  }
  .place,
  .cases {
    color: var(--ioc-text-3);
  }
  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    line-height: var(--ioc-lh-title);
  }
  .track {
    position: relative;
    block-size: calc(10px * var(--ioc-scale));
    border-inline-start: 1px solid var(--ioc-line-2);
    forced-color-adjust: none;
  }
  .bar {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    inline-size: var(--share);
    background: var(--ioc-c-1);
  }
  .bar.rest {
    background: var(--ioc-c-prev);
  }
  .mark {
    position: absolute;
    inset-block: calc(-4px * var(--ioc-scale));
    inset-inline-start: var(--target);
    inline-size: 1px;
    background: var(--ioc-text-2);
  }
  .figure,
  .cases {
    text-align: end;
    white-space: nowrap;
  }
  .figure {
    font-weight: var(--ioc-fw-strong);
  }
  .note {
    flex: none;
    margin: 0;
    color: var(--ioc-text-3);
    font-size: var(--ioc-fs-1);
    line-height: var(--ioc-lh-body);
  }
  @container (max-width: 18.5em) {
    .rank,
    .with-cases .rank {
      grid-template-columns: minmax(0, 48%) 1fr minmax(2.5em, auto);
    }
    .place,
    .cases {
      display: none;
    }
  }
`;
