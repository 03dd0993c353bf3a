import { css, html, type TemplateResult } from 'lit';
import { icon } from '../icons/icon.ts';
import type { FaultLine } from './faults.ts';
import { say } from './page-texts.ts';

/** What stands in the place of a page whose document is wrong: every wrong place, so that whoever made it can mend it. */
export function brokenPage(lines: readonly FaultLine[], locale: string): TemplateResult {
  return html`<div class="broken" role="alert">
    ${icon('file-warning', 28)}
    <h2>${say('broken.title', locale)}</h2>
    <p>${say('broken.why', locale, { n: lines.length })}</p>
    ${faultTable(lines, locale)}
  </div>`;
}

/** Wrong places and what is wrong with them. */
export function faultTable(lines: readonly FaultLine[], locale: string): TemplateResult {
  return html`<table class="faults">
    <thead><tr><th scope="col">${say('broken.path', locale)}</th><th scope="col">${say('broken.what', locale)}</th></tr></thead>
    <tbody>${lines.map(({ path, text }) => html`<tr><td><code>${path || say('broken.whole', locale)}</code></td><td>${text}</td></tr>`)}</tbody>
  </table>`;
}

export const faultStyles = css`
  .broken { max-width: 880px; margin: 24px auto; padding: 24px; background: var(--ioc-surface); border: 1px solid var(--ioc-line-1); }
  .broken > .icon { color: var(--ioc-text-3); }
  .broken h2 { margin: 8px 0 4px; font-size: var(--ioc-fs-5); font-weight: var(--ioc-fw-strong); line-height: var(--ioc-lh-title); }
  .broken p { margin: 0 0 12px; color: var(--ioc-text-2); line-height: var(--ioc-lh-body); }
  .faults { border-collapse: collapse; width: 100%; margin: 4px 0; }
  .faults th { padding: 4px 12px 4px 0; border-bottom: 1px solid var(--ioc-line-2); font-size: var(--ioc-fs-1); font-weight: var(--ioc-fw-medium); color: var(--ioc-text-3); text-align: left; }
  .faults td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--ioc-line-1); vertical-align: top; line-height: var(--ioc-lh-body); overflow-wrap: anywhere; }
  .faults td:first-child { width: 40%; }
  .faults code { font: var(--ioc-fs-1) / 1.5 var(--ioc-font-mono); }
`;
