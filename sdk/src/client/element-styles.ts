import { css } from 'lit';

/** Plain elements of a page outside shadow roots: type, ground, focus ring, `[hidden]`. */
export const elementStyles = css`
  html {
    background: var(--ioc-bg);
    color: var(--ioc-text);
    font: var(--ioc-fw-regular) var(--ioc-fs-2) / var(--ioc-lh-label) var(--ioc-font-ui);
    font-variant-numeric: tabular-nums;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  body {
    margin: 0;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  button,
  input,
  select,
  textarea {
    color: inherit;
    font: inherit;
  }
  :focus-visible {
    outline: var(--ioc-focus-w) solid var(--ioc-focus);
    outline-offset: 2px;
  }
  [hidden] {
    display: none !important;
  }
`;
