import type { Json, Result, ResultField } from '@haidang/sdk';
import { formatCell, label, unitLabel } from '@haidang/sdk/client';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { say } from './texts.ts';

/** Most rows that are drawn: a table for reading, not for browsing. */
const most = 500;

/** The plain table of a result: what any widget shows, in words and digits. */
export class IocResultTable extends LitElement {
  static override properties = { result: { attribute: false }, locale: {}, caption: {} };

  static override styles = css`
    :host { display: block; overflow: auto; height: 100%; }
    table { border-collapse: collapse; width: 100%; font-size: var(--ioc-fs-2); line-height: var(--ioc-lh-label); font-variant-numeric: tabular-nums; }
    caption { text-align: left; padding: 4px 12px; color: var(--ioc-text-3); font-size: var(--ioc-fs-1); }
    th { position: sticky; top: 0; background: var(--ioc-surface); height: 26px; padding: 0 12px; font-size: var(--ioc-fs-1); font-weight: var(--ioc-fw-medium); color: var(--ioc-text-3); text-align: left; white-space: nowrap; box-shadow: inset 0 -1px var(--ioc-line-2); }
    td { height: 30px; max-width: 320px; padding: 2px 12px; border-bottom: 1px solid var(--ioc-line-1); color: var(--ioc-text); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    tr:last-child td { border-bottom: 0; }
    :host(:focus-visible) { outline: var(--ioc-focus-w) solid var(--ioc-focus); outline-offset: -3px; }
    .number { text-align: right; }
    p { margin: 0; padding: 4px 12px; font-size: var(--ioc-fs-1); color: var(--ioc-text-3); }
  `;

  declare result: Result | undefined;
  declare locale: string;
  declare caption: string;

  constructor() {
    super();
    this.locale = 'vi';
    this.caption = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // It scrolls, and the keyboard must reach what scrolls.
    this.tabIndex = 0;
  }

  override render(): TemplateResult {
    const { fields = [], rows = [], next } = this.result ?? {};
    if (rows.length === 0) return html`<p>${say('noRows', this.locale)}</p>`;
    const shown = rows.slice(0, most);
    const decimals = fields.map((_, column) => decimalsOf(shown.map((row) => row[column])));
    return html`<table>
      ${this.caption ? html`<caption>${this.caption}</caption>` : nothing}
      <thead><tr>${fields.map((field) => html`<th scope="col" class=${kindOf(field)}>${this.#header(field)}</th>`)}</tr></thead>
      <tbody>${shown.map((row) => html`<tr>${fields.map((field, column) => this.#cell(row[column], field, decimals[column]))}</tr>`)}</tbody>
    </table>
    ${next || rows.length > most ? html`<p>${say('more', this.locale, { n: shown.length })}</p>` : nothing}`;
  }

  #cell(value: Json | undefined, field: ResultField, decimals: number | undefined): TemplateResult {
    const text = formatCell(value, field, { locale: this.locale, withYear: true, ...(decimals !== undefined && { decimals }) });
    return html`<td class=${kindOf(field)} title=${text.length > 40 ? text : nothing}>${text}</td>`;
  }

  #header(field: ResultField): string {
    const name = label(field.label, this.locale);
    const unit = field.unit === undefined ? '' : unitLabel(field.unit, this.locale);
    return unit ? `${name} (${unit})` : name;
  }
}

function kindOf({ type, values }: ResultField): string {
  return (type === 'number' || type === 'integer') && !values ? 'number' : '';
}

/** The same decimals in a whole column, two at most. */
function decimalsOf(values: readonly unknown[]): number {
  let most = 0;
  for (const value of values) {
    if (typeof value !== 'number' || Number.isInteger(value)) continue;
    most = Math.max(most, Number.isInteger(Math.round(value * 100) / 10) ? 1 : 2);
  }
  return most;
}

customElements.define('ioc-result-table', IocResultTable);
declare global {
  interface HTMLElementTagNameMap {
    'ioc-result-table': IocResultTable;
  }
}
