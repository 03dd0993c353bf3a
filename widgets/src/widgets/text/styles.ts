import { css } from 'lit';

export const textStyles = css`
  .text { block-size: 100%; overflow: auto; padding-block: var(--ioc-s-2) var(--ioc-s-3); color: var(--ioc-text); font-size: var(--body); line-height: var(--ioc-lh-body); overflow-wrap: anywhere; unicode-bidi: isolate; --body: var(--ioc-fs-3); --heading: var(--ioc-fs-4); --between: var(--ioc-s-3); }
  .text.large { --body: var(--ioc-fs-4); --heading: var(--ioc-fs-5); --between: var(--ioc-s-4); }
  .text.center { text-align: center; }
  .text.center :is(ul, ol, table, pre) { inline-size: fit-content; margin-inline: auto; text-align: start; }
  .text:focus-visible { outline-offset: -3px; }
  h4, h5, h6, p, ul, ol, blockquote, pre, table, hr { margin: 0 0 var(--between); }
  .text > :last-child { margin-block-end: 0; }
  h4, h5, h6 { line-height: var(--ioc-lh-title); font-weight: var(--ioc-fw-strong); margin-block-end: var(--ioc-s-2); }
  h4 { font-size: var(--heading); }
  h5 { font-size: var(--body); }
  h6 { font-size: var(--body); font-weight: var(--ioc-fw-medium); color: var(--ioc-text-2); }
  * + :is(h4, h5, h6) { margin-block-start: var(--ioc-s-4); }
  strong { font-weight: var(--ioc-fw-strong); }
  /* Slanted Vietnamese is hard to read: emphasis is weight. */
  em { font-style: normal; font-weight: var(--ioc-fw-medium); }
  ul, ol { padding-inline-start: calc(20px * var(--ioc-scale)); }
  li > :is(ul, ol, p) { margin-block-end: 0; }
  li.task { list-style: none; }
  blockquote { padding-inline-start: var(--ioc-s-4); border-inline-start: 2px solid var(--ioc-line-2); color: var(--ioc-text-2); }
  blockquote > :last-child { margin-block-end: 0; }
  hr { border: 0; border-block-start: 1px solid var(--ioc-line-1); }
  code, pre { font-family: var(--ioc-font-mono); font-size: var(--ioc-fs-2); background: var(--ioc-sunken); border-radius: var(--ioc-r-1); }
  code { padding: 0 var(--ioc-s-2); }
  pre { padding: var(--ioc-s-3); white-space: pre-wrap; }
  table { border-collapse: collapse; font-size: var(--ioc-fs-2); line-height: var(--ioc-lh-label); }
  th { padding: var(--ioc-s-2) var(--ioc-s-4) var(--ioc-s-2) 0; border-block-end: 1px solid var(--ioc-line-2); color: var(--ioc-text-3); font-size: var(--ioc-fs-1); font-weight: var(--ioc-fw-medium); text-align: start; }
  td { padding: var(--ioc-s-2) var(--ioc-s-4) var(--ioc-s-2) 0; border-block-end: 1px solid var(--ioc-line-1); }
  .right { text-align: end; }
  td.center, th.center { text-align: center; }
  a { color: var(--ioc-accent); text-underline-offset: 3px; }
  a .icon { margin-inline-start: 3px; vertical-align: -1px; }
  .cut { color: var(--ioc-text-3); font-size: var(--ioc-fs-1); }
  @media (pointer: coarse) {
    /* The finger finds it beyond its line, and the lines stay where they are. */
    a { padding-block: var(--ioc-s-4); }
  }
`;
