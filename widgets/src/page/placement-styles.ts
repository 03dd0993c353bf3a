import { css } from 'lit';

export const placementStyles = css`
  :host { display: block; position: relative; min-width: 0; }
  :host([hidden]) { display: none; }
  :host(:focus-within), :host(:hover) { z-index: 1; }
  ioc-frame { height: 100%; }
  .placeholder { display: flex; gap: 12px; min-height: 0; overflow: auto; padding: 4px 0 8px; font-size: var(--ioc-fs-1); line-height: var(--ioc-lh-body); color: var(--ioc-text-2); }
  .placeholder .icon { flex: none; margin-top: 2px; color: var(--ioc-text-3); }
  .placeholder p { margin: 0; overflow-wrap: anywhere; }
  .placeholder .cause { font-size: var(--ioc-fs-3); font-weight: var(--ioc-fw-medium); line-height: var(--ioc-lh-title); color: var(--ioc-text); }
  .placeholder button, summary { min-height: var(--ioc-target); padding: 0; border: 0; background: none; font: inherit; color: var(--ioc-accent); font-weight: var(--ioc-fw-medium); cursor: pointer; }
  summary { display: list-item; line-height: var(--ioc-target); }
  pre { margin: 0; overflow: auto; font: var(--ioc-fs-1) / 1.5 var(--ioc-font-mono); white-space: pre-wrap; overflow-wrap: anywhere; }
  :focus-visible { outline: var(--ioc-focus-w) solid var(--ioc-focus); outline-offset: 1px; }
`;
