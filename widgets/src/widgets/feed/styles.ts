import { css } from 'lit';

export const feedStyles = css`
  .items {
    --item: calc(19px * var(--ioc-scale) + 2em);
    /* Whole items only: none is cut through by the foot. */
    max-block-size: max(round(down, 100%, var(--item)), var(--item));
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    margin: 0;
    padding: 0;
    overflow: hidden auto;
    list-style: none;
    scrollbar-width: thin;
    scrollbar-color: var(--ioc-line-2) transparent;
  }
  .items > li {
    flex: 1 0 auto;
    display: grid;
    min-block-size: var(--item);
    max-block-size: calc(64px * var(--ioc-scale));
    border-block-start: 1px solid var(--ioc-line-1);
  }
  .item {
    display: flex;
    align-items: center;
    gap: calc(10px * var(--ioc-scale));
    min-inline-size: 0;
    padding: var(--ioc-s-2) 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .item:hover {
    background: var(--ioc-raised);
  }
  .item:focus-visible {
    outline-offset: calc(-1 * var(--ioc-focus-w));
  }
  .icon {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: calc(28px * var(--ioc-scale));
    block-size: calc(28px * var(--ioc-scale));
    border: 1px solid var(--ioc-line-1);
    border-radius: var(--ioc-r-1);
    color: var(--ioc-text-2);
  }
  .icon > svg {
    inline-size: calc(16px * var(--ioc-scale));
    block-size: calc(16px * var(--ioc-scale));
  }
  .what {
    flex: 1 1 0;
    min-inline-size: 0;
  }
  .what > b,
  .what > small {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    line-height: var(--ioc-lh-title);
  }
  .what > b {
    font-weight: var(--ioc-fw-medium);
  }
  .what > small {
    display: flex;
    color: var(--ioc-text-3);
    font-size: var(--ioc-fs-1);
    white-space: pre;
  }
  /* The place gives way, the time stays. */
  .what > small > span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .mark {
    flex: none;
    display: inline-flex;
    align-items: center;
    gap: calc(5px * var(--ioc-scale));
    max-inline-size: 45%;
    color: var(--ioc-text-2);
    font-size: var(--ioc-fs-1);
    font-weight: var(--ioc-fw-medium);
    text-align: end;
  }
  .mark > svg {
    flex: none;
    inline-size: calc(12px * var(--ioc-scale));
    block-size: calc(12px * var(--ioc-scale));
    forced-color-adjust: none;
  }
  .new {
    animation: arrive var(--ioc-t-mid) var(--ioc-ease) both;
  }
  .new > .item {
    animation: told 2s step-end 1 both;
  }
  @keyframes arrive {
    from {
      opacity: 0;
      transform: translateY(calc(-12px * var(--ioc-scale)));
    }
  }
  @keyframes told {
    0% {
      box-shadow: inset 0 -2px var(--ioc-accent);
    }
    100% {
      box-shadow: none;
    }
  }
  @container (max-width: 34em) {
    .item {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) auto;
      column-gap: var(--ioc-s-3);
      row-gap: 0;
    }
    .icon {
      grid-row: span 2;
    }
    .what {
      display: contents;
    }
    .what > b {
      grid-column: 2 / -1;
    }
    .what > small,
    .mark {
      align-self: start;
      line-height: var(--ioc-lh-title);
    }
    .mark {
      max-inline-size: none;
    }
  }
  @media (pointer: coarse) {
    .items {
      --item: calc(52px * var(--ioc-scale));
    }
  }
`;
