import { label, unitLabel } from '@haidang/sdk/client';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { ChartModel, ChartSetting } from './model.ts';
import { markWords, titleWords } from './words.ts';

/** The figures of a chart as a table: what a reader gets who does not see the drawing. */
export function tableView(model: ChartModel, { setting, note }: { setting: ChartSetting; note?: string }): TemplateResult {
  const { locale } = setting;
  return html`<div class="table" tabindex="0" role="group">
    ${note ? html`<p class="note">${note}</p>` : nothing}
    <table>
      <thead>
        <tr>
          <th scope="col">${label(model.axis.field.label, locale)}</th>
          ${model.series.map(({ name, field }) => html`<th scope="col" class="number">${name}${field.unit ? ` (${unitLabel(field.unit, locale)})` : ''}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${model.points.map((point, index) =>
          point.isFuture
            ? nothing
            : html`<tr>
                <th scope="row">${titleWords(point, locale)}</th>
                ${model.series.map((series) => html`<td class="number">${markWords(series.values[index], series, setting)}</td>`)}
              </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export const tableViewStyles = css`
  .table {
    block-size: 100%;
    overflow: auto;
  }
  .table table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  .table th {
    font-weight: var(--ioc-fw-regular);
    text-align: start;
  }
  .table thead th {
    position: sticky;
    inset-block-start: 0;
    block-size: calc(26px * var(--ioc-scale));
    background: var(--ioc-surface);
    box-shadow: inset 0 -1px var(--ioc-line-2);
    color: var(--ioc-text-3);
    font-size: var(--ioc-fs-1);
    font-weight: var(--ioc-fw-medium);
  }
  .table tbody tr {
    block-size: calc(30px * var(--ioc-scale));
    border-block-end: 1px solid var(--ioc-line-1);
  }
  .table .number {
    padding-inline-start: var(--ioc-s-4);
    text-align: end;
    white-space: nowrap;
  }
`;
