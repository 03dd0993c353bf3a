import { html, type TemplateResult } from 'lit';

/** The lighthouse: tower with two bands, lantern, and beams in the accent of the centre. */
export function mark(size = 30): TemplateResult {
  return html`<svg class="mark" width=${size} height=${size} viewBox="0 0 28 28" fill="none" stroke="currentColor" stroke-width="1.75" aria-hidden="true" focusable="false">
    <path d="M10.8 12h6.400l2 14H8.800Z"></path>
    <path d="M10 17.600h8M9.400 22h9.200"></path>
    <path d="M9.600 12h8.800M11.200 12V7.200h5.600V12M11.200 7.200 14 4l2.800 3.200"></path>
    <path d="M8.400 8.400 1.800 6.200M8.400 10 1.800 11.600M19.600 8.400l6.600-2.200M19.600 10l6.600 1.600" stroke="var(--ioc-accent)"></path>
  </svg>`;
}
