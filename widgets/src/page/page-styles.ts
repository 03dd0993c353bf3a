import { css } from 'lit';

export const pageStyles = css`
  :host { display: block; color: var(--ioc-text); font: var(--ioc-fw-regular) var(--ioc-fs-2) / var(--ioc-lh-label) var(--ioc-font-ui); font-variant-numeric: tabular-nums; }
  .page { display: flex; flex-direction: column; gap: 8px; }
  .grid { display: grid; grid-template-columns: repeat(var(--columns), minmax(0, 1fr)); grid-auto-rows: max(24px * var(--ioc-scale), min(40px * var(--ioc-scale), round(down, (var(--ioc-room, 0px) + 8px) / var(--rows, 1000) - 8px, 1px))); gap: 8px; }
  .grid[hidden] { display: none; }
  h2 { margin: 0; font-size: var(--ioc-fs-3); font-weight: var(--ioc-fw-strong); line-height: var(--ioc-lh-title); }
  .title { display: flex; align-items: center; min-height: 28px; padding: 4px 0 2px; }
  section + section .title { margin-top: 4px; }
  .title button { display: inline-flex; align-items: center; gap: 6px; min-height: var(--ioc-target); padding: 0; border: 0; background: none; font: inherit; color: inherit; cursor: pointer; }
  .title .icon { color: var(--ioc-text-3); }
  .title [aria-expanded='false'] .icon { rotate: -90deg; }
  .notice { border: 1px solid var(--ioc-line-2); border-radius: var(--ioc-r-1); background: var(--ioc-surface); padding: 4px 12px; }
  .notice summary { min-height: var(--ioc-target); line-height: var(--ioc-target); cursor: pointer; color: var(--ioc-text-2); }
  .empty { max-width: 880px; margin: 24px auto; padding: 24px; background: var(--ioc-surface); border: 1px solid var(--ioc-line-1); color: var(--ioc-text-2); line-height: var(--ioc-lh-body); }
  :focus-visible { outline: var(--ioc-focus-w) solid var(--ioc-focus); outline-offset: 1px; }
`;
