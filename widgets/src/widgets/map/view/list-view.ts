import { translate } from '@haidang/sdk/client';
import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { UnitFigure, UnitModel } from '../figures/units.ts';
import { mapTexts } from '../texts.ts';
import { mapIcon } from './icons.ts';

/** The list of units: what the map shows, for the keyboard and for those who do not see the map. */
export interface ListSetting {
  readonly model: UnitModel;
  readonly chosen: string | undefined;
  /** Key of the row that Tab reaches. */
  readonly at: string | undefined;
  readonly heading: string;
  readonly locale: string;
  /** Stands beside the map, not over it: it cannot be folded. */
  readonly isAlone: boolean;
  readonly choose: (unit: UnitFigure) => void;
  readonly point: (unit: UnitFigure | undefined) => void;
  readonly reach: (unit: UnitFigure) => void;
  readonly fold: () => void;
}

export function listView({ model, chosen, at, heading, locale, isAlone, choose, point, reach, fold }: ListSetting): TemplateResult {
  const say = (key: string, values = {}) => translate({ texts: mapTexts, key, locale, values });
  const [main, ...others] = model.columns;
  const key = (event: KeyboardEvent) => moveInList(event, model.units, choose);
  const first = model.units.some((unit) => unit.key === at) ? at : model.units[0]?.key;
  return html`<div class="list-box">
    <table role="grid" class="list" aria-label=${say('list.help', { name: heading, n: model.units.length })} @keydown=${key} @mouseleave=${() => point(undefined)}>
      <thead>
        <tr>
          <th scope="col">${say('unit')}</th>
          ${others.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}
          ${main ? html`<th scope="col" class="number">${main.name}</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${repeat(
          model.units,
          (unit) => unit.key,
          (unit) => {
            const [value = '', ...rest] = unit.cells;
            return html`<tr
              class=${unit.place ? 'unit' : 'unit off'}
              tabindex=${unit.key === first ? 0 : -1}
              data-key=${unit.key}
              aria-selected=${unit.key === chosen}
              title=${unit.note ? `${unit.title}: ${unit.note}` : unit.title}
              @click=${() => choose(unit)}
              @focus=${() => {
                reach(unit);
                point(unit);
              }}
              @blur=${() => point(undefined)}
              @mouseenter=${() => point(unit)}
            >
              <td>${unit.name}${unit.note ? html`<small>${unit.note}</small>` : nothing}</td>
              ${rest.map((cell) => html`<td class="number">${cell}</td>`)}
              ${main ? html`<td class=${unit.gap ? 'number gap' : 'number main'}>${value}</td>` : nothing}
            </tr>`;
          },
        )}
      </tbody>
    </table>
    ${isAlone ? nothing : html`<button type="button" class="fold" aria-label=${say('list.close')} title=${say('list.close')} @click=${fold}>${mapIcon('x')}</button>`}
  </div>`;
}

const page = 10;

function moveInList(event: KeyboardEvent, units: readonly UnitFigure[], choose: (unit: UnitFigure) => void): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const row = event.target instanceof Element ? event.target.closest('tr') : null;
  const place = units.findIndex(({ key }) => key === row?.getAttribute('data-key'));
  const unit = units[place];
  if (!row || !unit) return;
  const steps: { readonly [code: string]: number } = {
    ArrowDown: place + 1,
    ArrowUp: place - 1,
    PageDown: place + page,
    PageUp: place - page,
    Home: 0,
    End: units.length - 1,
  };
  const to = steps[event.code];
  if (event.code === 'Enter' || event.code === 'Space') choose(unit);
  else if (to === undefined) return;
  else focusRow(row, units[Math.min(Math.max(to, 0), units.length - 1)]);
  event.preventDefault();
}

function focusRow(row: HTMLTableRowElement, unit: UnitFigure | undefined): void {
  const other = [...(row.parentElement?.querySelectorAll<HTMLElement>('tr') ?? [])].find(
    (one) => one.getAttribute('data-key') === unit?.key,
  );
  other?.focus();
}

export const listStyles = css`
  .list-box {
    position: relative;
    display: flex;
    overflow: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--ioc-line-2) transparent;
  }
  .list {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--ioc-fs-1);
  }
  .list th,
  .list td {
    padding: 0 var(--ioc-s-3);
    font-weight: var(--ioc-fw-regular);
    text-align: start;
    white-space: nowrap;
  }
  .list thead th {
    position: sticky;
    inset-block-start: 0;
    block-size: calc(24px * var(--ioc-scale));
    background: var(--ioc-surface);
    box-shadow: inset 0 -1px var(--ioc-line-2);
    color: var(--ioc-text-3);
    font-weight: var(--ioc-fw-medium);
  }
  .list tbody tr {
    block-size: calc(22px * var(--ioc-scale));
    border-block-end: 1px solid var(--ioc-line-1);
    cursor: pointer;
    scroll-margin-block: calc(26px * var(--ioc-scale));
  }
  .list tbody tr:last-child {
    border-block-end: 0;
  }
  .list tbody tr:hover {
    background: var(--ioc-raised);
  }
  .list tbody tr[aria-selected='true'] {
    background: var(--ioc-select);
    box-shadow: inset 3px 0 var(--ioc-accent);
  }
  .list tbody tr:focus-visible {
    outline-offset: calc(-1 * var(--ioc-focus-w));
  }
  .list .number {
    text-align: end;
  }
  .list .main {
    font-weight: var(--ioc-fw-medium);
  }
  .list .gap,
  .list .off td,
  .list small {
    color: var(--ioc-text-3);
  }
  .list small {
    margin-inline-start: var(--ioc-s-3);
    font-size: inherit;
  }
  .fold {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
    z-index: 1;
    display: none;
    place-items: center;
    inline-size: calc(24px * var(--ioc-scale));
    block-size: calc(24px * var(--ioc-scale));
    padding: 0;
    border: 0;
    background: var(--ioc-surface);
    color: var(--ioc-text-2);
    cursor: pointer;
  }
  .fold > svg {
    inline-size: calc(14px * var(--ioc-scale));
    block-size: calc(14px * var(--ioc-scale));
  }
  .corner:hover .fold,
  .corner:focus-within .fold {
    display: grid;
  }
  @media (pointer: coarse) {
    .list tbody tr {
      block-size: calc(44px * var(--ioc-scale));
    }
    .fold {
      display: grid;
      inline-size: 44px;
    }
  }
`;
