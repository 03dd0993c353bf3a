import { css } from 'lit';

/** What every widget's body has in common: type, room, the look of the states. */
export const widgetStyles = css`
  :host {
    display: block;
    position: relative;
    box-sizing: border-box;
    block-size: 100%;
    min-inline-size: 0;
    color: var(--ioc-text);
    font: var(--ioc-fw-regular) var(--ioc-fs-2) / var(--ioc-lh-label) var(--ioc-font-ui);
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: var(--ioc-focus-w) solid var(--ioc-focus);
    outline-offset: 2px;
  }
  .state {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    grid-template-rows: auto 1fr auto;
    column-gap: var(--ioc-s-4);
    block-size: 100%;
    padding-block: var(--ioc-s-3) var(--ioc-s-2);
    overflow: auto;
  }
  .state > svg {
    inline-size: calc(20px * var(--ioc-scale));
    block-size: calc(20px * var(--ioc-scale));
    margin-block-start: var(--ioc-s-2);
    color: var(--ioc-text-3);
  }
  .state p {
    grid-column: 2;
    margin: 0;
  }
  .state .cause {
    font-size: var(--ioc-fs-3);
    font-weight: var(--ioc-fw-medium);
    line-height: var(--ioc-lh-title);
  }
  .state .why {
    margin-block-start: var(--ioc-s-1);
    color: var(--ioc-text-2);
    font-size: var(--ioc-fs-1);
    overflow-wrap: anywhere;
  }
  .state button {
    grid-column: 1 / -1;
    justify-self: start;
  }
  .state-action {
    min-block-size: var(--ioc-target);
    padding: 0;
    border: 0;
    border-radius: var(--ioc-r-1);
    background: none;
    color: var(--ioc-accent);
    font: inherit;
    cursor: pointer;
    text-align: start;
  }
  .state-action:hover {
    text-decoration: underline;
  }
  .data {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
  }
  .figures {
    flex: 1 1 auto;
    min-block-size: 0;
  }
  .figures.old {
    filter: grayscale(1);
    opacity: 0.6;
  }
  .notice {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    column-gap: var(--ioc-s-3);
    margin: 0;
    color: var(--ioc-text-2);
    font-size: var(--ioc-fs-1);
  }
  .bones {
    display: flex;
    flex-direction: column;
    justify-content: center;
    gap: var(--ioc-s-4);
    block-size: 100%;
  }
  .bone {
    display: block;
    min-block-size: var(--ioc-s-3);
    border-radius: var(--ioc-r-1);
    background: var(--ioc-line-1);
  }
  .bone.short {
    inline-size: 40%;
  }
  .bone.tall {
    min-block-size: var(--ioc-s-7);
  }
  .said {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
