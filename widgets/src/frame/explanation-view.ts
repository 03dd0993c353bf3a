import type { Explanation } from '@haidang/sdk';
import { formatNumber, formatTime, label } from '@haidang/sdk/client';
import { css, html, nothing, type TemplateResult } from 'lit';
import { say } from './texts.ts';

export const explanationStyles = css`
  .why { margin-top: 12px; padding-top: 12px; border-top: 1px solid var(--ioc-line-1); }
  .why h3 { margin: 0 0 8px; font-size: var(--ioc-fs-3); font-weight: var(--ioc-fw-strong); line-height: var(--ioc-lh-title); }
  .why table { width: 100%; border-collapse: collapse; }
  .why th { padding: 4px 8px 4px 0; color: var(--ioc-text-3); font-weight: var(--ioc-fw-regular); text-align: left; }
  .why td { padding: 6px 8px 6px 0; border-top: 1px solid var(--ioc-line-1); vertical-align: top; }
  .why :is(th, td).number { padding-right: 0; padding-left: 8px; text-align: right; white-space: nowrap; }
  .why code { font-family: var(--ioc-font-mono); font-size: var(--ioc-fs-1); overflow-wrap: anywhere; }
  .why small { display: block; color: var(--ioc-text-3); font-size: var(--ioc-fs-1); }
  .why + dl { margin-top: 16px; padding-top: 16px; border-top: 2px solid var(--ioc-line-2); }
  .why tfoot td { font-weight: var(--ioc-fw-strong); }
`;

/** "Vì sao con số này?": what a figure is put together of, each part with its value and the rows that it counts, and the definition that it follows. */
export function explanationView(told: Explanation | 'failed', locale: string): TemplateResult {
  if (told === 'failed') return html`<section class="why"><p>${say('why.failed', locale)}</p></section>`;
  const { parts, value, n, field, definition, plan } = told;
  const number = (of: number | null) =>
    of === null ? say('why.none', locale) : formatNumber(of, { locale, decimals: Number.isInteger(of) ? 0 : 2 });
  const unit = field.unit === undefined ? {} : { unit: field.unit };
  return html`<section class="why" aria-label=${say('why', locale)}>
    <h3>${say('why', locale)}</h3>
    <table>
      <thead><tr><th scope="col">${say('why.part', locale)}</th><th scope="col" class="number">${say('why.value', locale)}</th><th scope="col" class="number">${say('why.n', locale)}</th></tr></thead>
      <tbody>${parts.map(
        (part) => html`<tr>
          <td><code>${part.text}</code><small>${[part.label && label(part.label, locale), part.asOf && `${say('why.asOf', locale)} ${formatTime(part.asOf, 'date-time', locale)}`].filter(Boolean).join(' · ')}</small></td>
          <td class="number">${number(part.value)}</td>
          <td class="number">${part.n === undefined ? nothing : formatNumber(part.n, { locale })}</td>
        </tr>`,
      )}</tbody>
      <tfoot><tr><td>${say('why.result', locale)}</td><td class="number">${value === null ? number(null) : formatNumber(value, { locale, ...unit })}</td><td class="number">${formatNumber(n, { locale })}</td></tr></tfoot>
    </table>
    <dl>${[
      plan === undefined ? undefined : { name: say('why.plan', locale), text: formatNumber(plan, { locale, ...unit }) },
      definition && {
        name: say('why.definition', locale),
        text: say('why.revision', locale, { revision: definition.revision, state: say(`why.state.${definition.state}`, locale) }),
      },
      definition?.method === undefined ? undefined : { name: say('why.method', locale), text: definition.method },
      definition?.owner && { name: say('source.owner', locale), text: definition.owner.name ?? definition.owner.code },
    ].map((fact) => (fact ? html`<dt>${fact.name}</dt><dd>${fact.text}</dd>` : nothing))}</dl>
  </section>`;
}
