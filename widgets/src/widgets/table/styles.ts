import { css } from 'lit';

export const tableStyles = css`
  /* The frame lets a table run to its edges; what is not a table keeps its distance. */
  .state,
  .bones,
  .notice {
    padding-inline: var(--ioc-s-4);
  }
  .whole {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
  }
  .scroller {
    --head: calc(26px * var(--ioc-scale));
    flex: 1 1 0;
    min-block-size: calc(96px * var(--ioc-scale));
    /* Whole rows only: none is cut through by the foot. */
    max-block-size: calc(round(down, 100% - var(--head), var(--height)) + var(--head));
    overflow: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--ioc-line-2) transparent;
  }
  .scroller:focus-visible {
    outline-offset: calc(-1 * var(--ioc-focus-w));
  }
  .head,
  .row {
    display: grid;
    grid-template-columns: var(--tracks);
    column-gap: var(--ioc-s-4);
    align-items: center;
    inline-size: 100%;
    min-inline-size: var(--least);
    padding-inline: var(--ioc-s-4);
  }
  .head {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    block-size: var(--head);
    border-block-end: 1px solid var(--ioc-line-2);
    background: var(--ioc-surface);
    color: var(--ioc-text-3);
    font-size: var(--ioc-fs-1);
    font-weight: var(--ioc-fw-medium);
  }
  .head button {
    display: inline-flex;
    align-items: center;
    gap: var(--ioc-s-2);
    max-inline-size: 100%;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .head button:hover {
    color: var(--ioc-text);
  }
  .head [aria-sort] button {
    color: var(--ioc-text);
  }
  .head span,
  .row > .cell {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    line-height: var(--ioc-lh-title);
  }
  .rows {
    position: relative;
    block-size: var(--total);
    min-inline-size: var(--least);
  }
  .slice {
    position: absolute;
    inset-block-start: var(--offset);
    inset-inline: 0;
  }
  .row {
    block-size: var(--height);
    border-block-end: 1px solid var(--ioc-line-1);
    color: var(--ioc-text-2);
    cursor: default;
  }
  .row:hover {
    background: var(--ioc-raised);
  }
  .row[aria-selected='true'] {
    background: var(--ioc-select);
    box-shadow: inset 3px 0 var(--ioc-accent);
  }
  .scroller:focus-visible .row.at {
    outline: var(--ioc-line) solid var(--ioc-focus);
    outline-offset: -1px;
  }
  .lead {
    color: var(--ioc-text);
    font-weight: var(--ioc-fw-medium);
  }
  .right {
    justify-self: end;
    max-inline-size: 100%;
    text-align: end;
  }
  .shape {
    display: block;
    inline-size: calc(14px * var(--ioc-scale));
    block-size: calc(14px * var(--ioc-scale));
    forced-color-adjust: none;
  }
  .due {
    display: grid;
    grid-template-columns: calc(72px * var(--ioc-scale)) 1fr;
    align-items: center;
    gap: var(--ioc-s-3);
  }
  .due.plain {
    display: block;
  }
  .due em {
    color: var(--ioc-text);
    font-style: normal;
    font-size: var(--ioc-fs-1);
    font-weight: var(--ioc-fw-medium);
  }
  .used {
    position: relative;
    block-size: calc(6px * var(--ioc-scale));
    background: var(--ioc-line-1);
    forced-color-adjust: none;
  }
  .used::after {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    inline-size: var(--share);
    background: var(--ioc-text-3);
  }
  .used.over::after {
    background: repeating-linear-gradient(125deg, var(--ioc-text-3) 0 3px, transparent 3px 6px);
  }
  .used.none {
    visibility: hidden;
  }
  .note {
    flex: none;
    margin: 0;
    padding: var(--ioc-s-2) var(--ioc-s-4);
    border-block-start: 1px solid var(--ioc-line-1);
    color: var(--ioc-text-3);
    font-size: var(--ioc-fs-1);
  }

  .cards {
    --head: 0px;
  }
  .cards .row {
    display: grid;
    grid-template-columns: calc(16px * var(--ioc-scale)) minmax(0, 1fr) auto;
    column-gap: var(--ioc-s-3);
    align-items: start;
    align-content: center;
    min-inline-size: 0;
  }
  .cards .rows {
    min-inline-size: 0;
  }
  .cards .shape {
    margin-block-start: var(--ioc-s-1);
  }
  .cards .when {
    grid-area: 1 / 3;
    max-inline-size: calc(104px * var(--ioc-scale));
    color: var(--ioc-text);
    font-size: var(--ioc-fs-1);
    font-weight: var(--ioc-fw-medium);
    line-height: var(--ioc-lh-title);
    text-align: end;
  }
  .cards .what {
    display: contents;
  }
  .cards .what > b {
    grid-area: 1 / 2;
    display: -webkit-box;
    overflow: hidden;
    color: var(--ioc-text);
    font-weight: var(--ioc-fw-medium);
    line-height: var(--ioc-lh-title);
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .cards .what > small {
    grid-area: 2 / 2 / 3 / 4;
    overflow: hidden;
    color: var(--ioc-text-3);
    font-size: var(--ioc-fs-1);
    line-height: var(--ioc-lh-title);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;
