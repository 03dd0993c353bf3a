import type { Result } from '@haidang/sdk';
import { css, html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { bulletBar } from '../../atoms/bullet-bar.ts';
import type { Freshness } from '../../atoms/fresh.ts';
import { sparkline } from '../../atoms/sparkline.ts';
import { isCount } from '../columns.ts';
import type { Reading } from './reading.ts';
import { barOf } from './shares.ts';
import { absenceWords, casesWords, comparisonWords, type Telling, targetWords } from './words.ts';

/** What a card shows. */
export interface Card {
  readonly reading: Reading;
  readonly period: Result['period'];
  readonly seconds: readonly { readonly reading: Reading; readonly telling: Telling }[];
  readonly trend: readonly (number | undefined)[];
}

/** One figure with its trend, bar, comparison and target. */
export function cardView({ reading, period, seconds, trend }: Card, telling: Telling, fresh: Freshness): TemplateResult {
  const bar = barOf(reading);
  const absence = absenceWords(reading, telling);
  const captions = absence
    ? [{ words: absence, room: 'first' }, ...namedIf(casesWords(reading, telling), 'second')]
    : captionsOf({ reading, period, seconds, trend }, telling);
  return html`<div class="card">
    <div class="main">
      <div class="value">${figureView(reading, telling, fresh)}</div>
      ${sparkline({ values: trend, ...(reading.isRate && reading.target ? { target: reading.target.at } : {}) })}
    </div>
    ${bar ? bulletBar(bar) : html`<div class="rule"></div>`}
    <p class="captions">
      ${captions.map((caption) => html`<span class=${caption.room} title=${caption.words}>${caption.words}</span>`)}
    </p>
  </div>`;
}

/** Digits and unit; an underline when the digits changed. */
export function figureView({ digits }: Reading, { port }: Telling, fresh: Freshness): TemplateResult {
  const isFresh = fresh.isFresh(port, digits.digits);
  return html`${keyed(digits.digits, html`<span class=${isFresh ? 'digits fresh' : 'digits'}>${digits.digits}</span>`)}${digits.unit === '' ? nothing : html`<span class="unit">${digits.unit}</span>`}`;
}

export const cardStyles = css`
  .card {
    --spark: calc(104px * var(--ioc-scale));
    container-type: inline-size;
    display: flex;
    flex-direction: column;
  }
  .main {
    display: flex;
    /* A trend that has no room beside the value wraps out of sight. */
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: flex-end;
    block-size: calc(42px * var(--ioc-scale));
    margin-block: calc(2px * var(--ioc-scale)) calc(10px * var(--ioc-scale));
    gap: var(--ioc-s-5) var(--ioc-s-3);
    overflow: clip;
    overflow-clip-margin: var(--ioc-s-2);
  }
  .value {
    flex: none;
    white-space: nowrap;
  }
  .main > .spark {
    /* Smaller before it is gone. */
    flex: 1 1 calc(64px * var(--ioc-scale));
    max-inline-size: var(--spark);
  }
  .digits {
    font-size: var(--ioc-fs-6);
    font-weight: var(--ioc-fw-strong);
    line-height: 1.3;
  }
  :host([wall]) .digits {
    font-size: var(--ioc-fs-7);
  }
  :host([wall]) .card > .main {
    block-size: calc(54px * var(--ioc-scale));
  }
  .unit {
    margin-inline-start: calc(6px * var(--ioc-scale));
    color: var(--ioc-text-2);
    font-size: var(--ioc-fs-2);
  }
  .rule {
    block-size: calc(5px * var(--ioc-scale));
    border-block-end: 1px solid var(--ioc-line-1);
  }
  .captions {
    display: flex;
    justify-content: space-between;
    gap: 0 var(--ioc-s-4);
    margin: calc(9px * var(--ioc-scale)) 0 0;
    color: var(--ioc-text-2);
    font-size: var(--ioc-fs-1);
    line-height: var(--ioc-lh-title);
  }
  .captions > span {
    flex: 0 1 auto;
    min-inline-size: 0;
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @container (max-width: 26em) {
    .wide {
      display: none;
    }
    /* Two captions stand below each other where they do not fit side by side. */
    .captions {
      flex-wrap: wrap;
      margin-block-start: calc(5px * var(--ioc-scale));
    }
    .main {
      block-size: calc(38px * var(--ioc-scale));
      margin-block: 0 calc(6px * var(--ioc-scale));
    }
  }
  @container (max-width: 14.5em) {
    .digits {
      font-size: var(--ioc-fs-5);
    }
    .main {
      block-size: calc(30px * var(--ioc-scale));
      margin-block-start: var(--ioc-s-2);
    }
    .card .spark {
      max-inline-size: calc(68px * var(--ioc-scale));
      block-size: calc(26px * var(--ioc-scale));
    }
  }
`;

/** A caption, and how narrow a card may be that still shows it. */
interface Caption {
  readonly words: string;
  readonly room: string;
}

/** What stands under the bar, from left to right. A narrow card keeps two: what it should reach, and what the page binds beside it, or else how it moved. */
function captionsOf({ reading, period, seconds }: Card, telling: Telling): readonly Caption[] {
  const moved = comparisonWords(reading, period, telling);
  const target = targetWords(reading, telling);
  const cases = casesWords(reading, telling);
  const beside = seconds.map((second) => secondWords(second, reading));
  const [first, second] = [target, beside[0], moved, cases].filter((words) => words !== undefined);
  return [moved, ...beside, cases, target].flatMap((words) =>
    namedIf(words, words === first ? 'first' : words === second ? 'second' : 'wide'),
  );
}

function namedIf(words: string | undefined, room: string): readonly Caption[] {
  return words === undefined ? [] : [{ words, room }];
}

/** "đã xử lý: 93"; a count of the same things as the figure above needs no unit again. */
function secondWords({ reading, telling }: Card['seconds'][number], main: Reading): string {
  const { digits, unit } = reading.digits;
  const isSame = isCount(reading.field) && unit === main.digits.unit;
  return `${reading.name}: ${absenceWords(reading, telling) ?? (unit === '' || isSame ? digits : `${digits}\u202f${unit}`)}`;
}
