import { html, type TemplateResult } from 'lit';
import { type IconName, iconPath } from './lucide.ts';

/** A lucide icon in the colour of the text, for a template. Icons name a domain or an action; they stand beside a word and are not spoken. */
export function icon(name: IconName | (string & {}), size = 16): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" width=${size} height=${size} fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d=${iconPath(name)}></path></svg>`;
}
