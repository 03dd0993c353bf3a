import { css } from 'lit';

export const controlStyles = css`
  :host { position: relative; display: block; min-width: 0; flex: 0 1 auto; font: var(--ioc-fw-regular) var(--ioc-fs-2) / var(--ioc-lh-label) var(--ioc-font-ui); font-variant-numeric: tabular-nums; color: var(--ioc-text); }
  :host([open]) { z-index: 40; }
  *, *::before, *::after { box-sizing: border-box; }
  button, input { font: inherit; color: inherit; }
  button { cursor: pointer; }
  .icon { flex: none; color: var(--ioc-text-3); }
  .button { display: flex; align-items: center; gap: 10px; width: 100%; height: 48px; padding: 0 12px; border: 0; background: none; text-align: left; }
  .button:hover { background: var(--ioc-surface); }
  :host([open]) .button { background: var(--ioc-select); }
  :host([open]) .value small, .option:hover .hint, .option[aria-selected='true'] .hint { color: var(--ioc-text-2); }
  .value { min-width: 0; flex: 1 1 auto; }
  .value small, .value b { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .value small { font-size: var(--ioc-fs-1); color: var(--ioc-text-3); }
  .value b { font-weight: var(--ioc-fw-medium); line-height: var(--ioc-lh-title); }
  .button > .icon:last-child { width: 14px; }

  .panel { position: absolute; left: 0; top: 100%; width: 360px; max-height: min(640px, calc(100dvh - 72px)); display: flex; flex-direction: column; background: var(--ioc-raised); border: 1px solid var(--ioc-line-2); border-radius: var(--ioc-r-1); }
  .panel > * { flex: none; }
  .panel h2 { margin: 0; padding: 10px 12px 4px; font-size: var(--ioc-fs-1); font-weight: var(--ioc-fw-medium); line-height: var(--ioc-lh-label); color: var(--ioc-text-3); }
  .scroll { flex: 1 1 auto; min-height: 0; overflow: auto; padding: 4px; }
  .field { width: 100%; height: var(--ioc-target); padding: 0 8px; border: 1px solid var(--ioc-line-2); border-radius: var(--ioc-r-1); background: var(--ioc-sunken); }
  .field::placeholder { color: var(--ioc-text-3); opacity: 1; }
  .padded { padding: 8px 12px; }
  .note { margin: 0; padding: 4px 12px 8px; font-size: var(--ioc-fs-1); line-height: var(--ioc-lh-body); color: var(--ioc-text-2); }
  .option { display: flex; align-items: center; gap: 8px; width: 100%; min-height: var(--ioc-target); padding: 3px 8px; border: 0; border-radius: var(--ioc-r-1); background: none; text-align: left; }
  .option:hover { background: var(--ioc-select); }
  .option[aria-selected='true'], .option[aria-checked='true'] { background: var(--ioc-select); font-weight: var(--ioc-fw-medium); }
  .option .mark { flex: none; width: 16px; height: 16px; color: var(--ioc-accent); }
  .option .mark .icon { color: inherit; }
  .option .text { flex: 1 1 auto; min-width: 0; }
  .option .hint { flex: none; font-size: var(--ioc-fs-1); font-weight: var(--ioc-fw-regular); color: var(--ioc-text-3); white-space: nowrap; }
  .apply { height: var(--ioc-target); padding: 0 16px; border: 1px solid var(--ioc-line-2); border-radius: var(--ioc-r-1); background: none; font-weight: var(--ioc-fw-medium); white-space: nowrap; }
  .apply:hover { border-color: var(--ioc-accent); }
  .foot { display: flex; justify-content: space-between; padding: 8px 12px; border-top: 1px solid var(--ioc-line-1); }
  :focus-visible { outline: var(--ioc-focus-w) solid var(--ioc-focus); outline-offset: -2px; }

  @media (max-width: 719px) {
    :host { flex: none; max-width: 90vw; }
    .button { height: 44px; border: 1px solid var(--ioc-line-1); border-radius: var(--ioc-r-1); background: var(--ioc-surface); gap: 8px; padding: 0 10px; }
    .panel { position: fixed; left: 0; right: 0; top: auto; bottom: 0; width: auto; max-height: 82dvh; border-width: 1px 0 0; }
  }
`;
