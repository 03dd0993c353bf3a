import type { Result } from '@haidang/sdk';
import { IocWidget, type Ports } from '@haidang/sdk/client';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { cssVars } from '../atoms/css-vars.ts';
import { type Column, codeAt } from './columns.ts';
import { Minutes } from './minutes.ts';
import { columnMap, keyColumn } from './records.ts';
import { scaleAt } from './scale-at.ts';
import { serverNow } from './server-clock.ts';
import { cellView, cellWords, type Reader, shapeView } from './table/cells.ts';
import { type TableColumn, tableColumns } from './table/columns.ts';
import type { TableOptions } from './table/definition.ts';
import { orderOf, pressed, type Sorting, sortingOf } from './table/order.ts';
import { RowWindow } from './table/row-window.ts';
import { tableStyles } from './table/styles.ts';
import { tableTexts } from './table/texts.ts';

/** What is worked out once for a result and its options. */
interface Sheet {
  readonly from: readonly unknown[];
  readonly result: Result;
  readonly columns: readonly TableColumn[];
  readonly key: Column | undefined;
  readonly status: Column | undefined;
  readonly due: TableColumn | undefined;
  /** Rows have a shape at their head. */
  readonly hasShapes: boolean;
  readonly order: readonly number[];
}

/** Height of a row and of a card, in design pixels. */
const rowHeight = 30;
const cardHeight = 72;

/** Rows that a page key goes. */
const page = 10;

/** Records in rows; only those in sight are in the document. */
export class CoreTable extends IocWidget<TableOptions> {
  static override properties = { sorting: { state: true }, at: { state: true }, chosen: { state: true } };
  static override messages = tableTexts;
  static override styles = tableStyles;

  /** As the reader wants it; until the first press of a header as the options say. */
  declare sorting: Sorting | undefined;
  /** Place of the row that the keyboard is at. */
  declare at: number;
  /** Key of the selected row. */
  declare chosen: string | undefined;

  #sheet: Sheet | undefined;
  #isPressed = false;
  readonly #window = new RowWindow(this);

  constructor() {
    super();
    this.sorting = undefined;
    this.at = 0;
    this.chosen = undefined;
    this.addController(new Minutes(() => this.requestUpdate()));
  }

  protected override renderData(ports: Ports): unknown {
    const result = ports.main?.result;
    if (!result) return nothing;
    const sheet = this.#sheetOf(result);
    if (sheet.columns.length === 0) return html`<p class="note">${this.text('noColumns')}</p>`;
    const isCards = this.context.size === 'xs' || this.context.size === 's';
    const reader = { locale: this.locale, now: serverNow(this.context) };
    const { length } = sheet.order;
    const height = Math.round((isCards ? cardHeight : rowHeight) * scaleAt(this));
    const { first, end } = this.#window.slice(length, height);
    return html`<div class="whole">
      <div
        class=${isCards ? 'scroller cards' : 'scroller'}
        role="grid"
        tabindex="0"
        aria-label=${`${this.heading}. ${this.text('table', { n: this.number(length) })}`}
        aria-rowcount=${result.next ? -1 : length + 1}
        aria-colcount=${sheet.columns.length + (sheet.hasShapes ? 1 : 0)}
        aria-activedescendant=${`row-${Math.min(this.at, length - 1)}`}
        @keydown=${this.#key}
        ${ref(this.#window.mount)}
        ${cssVars({ height: `${height}px`, tracks: tracksOf(sheet), least: `calc(${leastOf(sheet)}px * var(--ioc-scale))` })}
      >
        ${isCards ? nothing : this.#head(sheet)}
        <div class="rows" role="rowgroup" ${cssVars({ total: `${length * height}px` })}>
          <div class="slice" role="presentation" ${cssVars({ offset: `${first * height}px` })}>
            ${repeat(
              sheet.order.slice(first, end),
              (row) => row,
              (row, index) => this.#row({ sheet, row, place: first + index, reader, isCards }),
            )}
          </div>
        </div>
      </div>
      ${result.next ? html`<p class="note">${this.text(this.sorting ? 'sorted' : 'more', { n: this.number(length) })}</p>` : nothing}
    </div>`;
  }

  protected override skeleton(): TemplateResult {
    return html`${Array.from({ length: 6 }, () => html`<span class="bone"></span>`)}`;
  }

  protected override willUpdate(): void {
    if (!this.#isPressed) this.sorting = sortingOf(this.options.sort);
  }

  #sheetOf(result: Result): Sheet {
    const { options, locale, sorting } = this;
    const from = [result, options, locale, sorting?.field, sorting?.isDescending];
    if (this.#sheet && from.every((part, index) => part === this.#sheet?.from[index])) return this.#sheet;
    const known = columnMap(result);
    const columns = tableColumns(result, options, locale);
    const status = options.status && known.get(options.status.field);
    const due = columns.find(({ as }) => as === 'due');
    this.#sheet = {
      from,
      result,
      columns,
      key: keyColumn(result, options.key),
      status,
      due,
      hasShapes: status !== undefined || due !== undefined,
      order: orderOf(result, sorting && known.get(sorting.field), sorting?.isDescending ?? false, locale),
    };
    return this.#sheet;
  }

  #head({ columns, hasShapes }: Sheet): TemplateResult {
    return html`<div class="head" role="row" aria-rowindex="1">
      ${hasShapes ? html`<span role="columnheader" aria-label=${this.text('status')}></span>` : nothing}
      ${columns.map(({ field, title, isRight }) => {
        const way = this.sorting?.field === field.name ? (this.sorting.isDescending ? 'descending' : 'ascending') : undefined;
        return html`<div role="columnheader" class=${isRight ? 'right' : ''} aria-sort=${way ?? nothing}>
          <button type="button" title=${title} @click=${() => this.#press(field.name)}><span>${title}</span>${way ? html`<i aria-hidden="true">${way === 'ascending' ? '↑' : '↓'}</i>` : nothing}</button>
        </div>`;
      })}
    </div>`;
  }

  #row({
    sheet,
    row,
    place,
    reader,
    isCards,
  }: {
    sheet: Sheet;
    row: number;
    place: number;
    reader: Reader;
    isCards: boolean;
  }): TemplateResult {
    const cells = sheet.result.rows[row] ?? [];
    const isChosen = this.chosen !== undefined && this.chosen === this.#keyOf(sheet, row);
    const shape = shapeView(cells, { status: sheet.status, options: this.options.status, due: sheet.due, reader });
    return html`<div
      class=${place === this.at ? 'row at' : 'row'}
      role="row"
      id=${`row-${place}`}
      aria-rowindex=${place + 2}
      aria-selected=${isChosen}
      @click=${() => (isCards ? this.#open(place) : this.#choose(place))}
      @dblclick=${() => this.#open(place)}
    >
      ${
        isCards
          ? this.#card(cells, sheet, shape, reader)
          : html`${sheet.hasShapes ? html`<span role="gridcell">${shape}</span>` : nothing}${sheet.columns.map(
              (column) =>
                html`<span role="gridcell" class=${`cell${column.isLead ? ' lead' : ''}${column.isRight ? ' right' : ''}`} title=${column.as === 'due' ? nothing : cellWords(cells, column, reader)}>${cellView(cells, column, reader)}</span>`,
            )}`
      }
    </div>`;
  }

  #card(cells: Result['rows'][number], { columns, due }: Sheet, shape: unknown, reader: Reader): TemplateResult {
    const lead = columns.find(({ isLead }) => isLead) ?? columns[0];
    const others = columns.filter((column) => column !== lead && column !== due).map((column) => cellWords(cells, column, reader));
    return html`<span role="gridcell">${shape}</span><span class="what" role="gridcell"><b>${lead ? cellWords(cells, lead, reader) : ''}</b><small>${others.join('\u00a0· ')}</small></span>${due ? html`<span class="when" role="gridcell">${cellWords(cells, due, reader)}</span>` : nothing}`;
  }

  #keyOf({ result, key }: Sheet, row: number): string {
    const cells = result.rows[row];
    return (cells && key && codeAt(cells, key.at)) || `#${row}`;
  }

  #press(field: string): void {
    this.#isPressed = true;
    this.sorting = pressed(this.sorting, field);
    this.dispatchEvent(new CustomEvent('ioc-sort', { detail: this.sorting, bubbles: true, composed: true }));
  }

  #choose(place: number): void {
    this.#reach(place);
    const choice = this.#choiceAt(place);
    if (choice) this.emit('select', choice);
  }

  #open(place: number): void {
    this.#reach(place);
    const choice = this.#choiceAt(place);
    if (choice) this.emit('open', choice);
  }

  #reach(place: number): void {
    const row = this.#sheet?.order[place];
    if (!this.#sheet || row === undefined) return;
    this.at = place;
    this.chosen = this.#keyOf(this.#sheet, row);
  }

  #choiceAt(place: number) {
    const sheet = this.#sheet;
    const row = sheet?.order[place];
    const cells = row === undefined ? undefined : sheet?.result.rows[row];
    if (!sheet || row === undefined || !cells || !sheet.key) return undefined;
    const lead = sheet.columns.find(({ isLead }) => isLead) ?? sheet.columns[0];
    const reader = { locale: this.locale, now: serverNow(this.context) };
    return {
      port: 'main',
      field: sheet.key.field.name,
      keys: [this.#keyOf(sheet, row)],
      label: lead ? cellWords(cells, lead, reader) : '',
    };
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = (this.#sheet?.order.length ?? 0) - 1;
    const steps: { readonly [code: string]: number } = {
      ArrowDown: this.at + 1,
      ArrowUp: this.at - 1,
      PageDown: this.at + page,
      PageUp: this.at - page,
      Home: 0,
      End: last,
    };
    const to = steps[event.code];
    if (event.code === 'Enter') this.#open(this.at);
    else if (event.code === 'Space') this.#choose(this.at);
    else if (to === undefined) return;
    else this.#go(Math.min(Math.max(to, 0), last));
    event.preventDefault();
  };

  #go(place: number): void {
    this.#choose(place);
    this.#window.show(place, this.renderRoot.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0);
  }
}

/** Tracks of the grid: a narrow one for the shape, then the columns. */
function tracksOf({ columns, hasShapes }: Sheet): string {
  return [...(hasShapes ? ['calc(16px * var(--ioc-scale))'] : []), ...columns.map(({ track }) => track)].join(' ');
}

function leastOf({ columns, hasShapes }: Sheet): number {
  const gaps = 12 * (columns.length + 1 + (hasShapes ? 1 : 0));
  return columns.reduce((sum, { least }) => sum + least, gaps + (hasShapes ? 16 : 0));
}

customElements.define('core-table', CoreTable);

declare global {
  interface HTMLElementTagNameMap {
    'core-table': CoreTable;
  }
  interface HTMLElementEventMap {
    /** A reader sorted a table; none: as the rows came. */
    'ioc-sort': CustomEvent<Sorting | undefined>;
  }
}
