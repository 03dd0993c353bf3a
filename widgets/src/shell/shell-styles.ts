import { css } from 'lit';
import { onWall, wallScale } from '../page/wall.ts';

export const shellStyles = css`
  :host { display: grid; grid-template: auto minmax(0, 1fr) auto / auto minmax(0, 1fr); grid-template-areas: 'header header' 'menu page' 'foot foot'; height: 100dvh; background: var(--ioc-bg); color: var(--ioc-text); font: var(--ioc-fw-regular) var(--ioc-fs-2) / var(--ioc-lh-label) var(--ioc-font-ui); font-variant-numeric: tabular-nums; --chrome: var(--ioc-sunken); }
  :host([theme='light']) { --chrome: var(--ioc-surface); }
  *, *::before, *::after { box-sizing: border-box; }
  [data-region]:focus-visible { outline: var(--ioc-focus-w) solid var(--ioc-focus); outline-offset: -3px; }
  :focus-visible { outline: var(--ioc-focus-w) solid var(--ioc-focus); outline-offset: -2px; }
  .skip { position: absolute; left: 8px; top: -60px; z-index: 60; padding: 8px 12px; background: var(--ioc-raised); border: 1px solid var(--ioc-line-2); color: var(--ioc-text); }
  .skip:focus { top: 8px; }
  .unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .gap { flex: 1 1 0; min-width: 0; }
  .icon { flex: none; }

  header { grid-area: header; position: relative; z-index: 30; display: flex; align-items: center; height: 56px; padding-right: 12px; background: var(--chrome); border-bottom: 1px solid var(--ioc-line-1); }
  .mark { display: block; flex: none; }
  .home { display: grid; place-items: center; flex: none; width: 56px; height: 55px; color: var(--ioc-text); }
  .name { flex: 0 1 auto; min-width: 0; padding-right: 20px; }
  .name b, .name small { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .name b { font-size: var(--ioc-fs-4); font-weight: var(--ioc-fw-strong); line-height: var(--ioc-lh-title); }
  .name small { font-size: var(--ioc-fs-1); color: var(--ioc-text-3); }
  .variables { display: flex; align-items: center; flex: 0 1 auto; min-width: 0; }
  .variables > *, header > ioc-clock, .tools { border-left: 1px solid var(--ioc-line-1); min-height: 40px; }
  .variables > * { margin: 4px 0; }
  .tools { display: flex; align-items: center; gap: 4px; flex: none; padding: 0 8px; }
  .tool { display: grid; place-items: center; width: var(--ioc-target); height: var(--ioc-target); padding: 0; border: 0; border-radius: var(--ioc-r-1); background: none; color: var(--ioc-text-2); cursor: pointer; }
  .tool:hover { background: var(--ioc-select); color: var(--ioc-text); }
  header > ioc-clock { padding: 0 4px 0 16px; }

  nav { grid-area: menu; display: flex; flex-direction: column; width: 56px; padding: 8px; overflow: hidden auto; background: var(--chrome); border-right: 1px solid var(--ioc-line-1); }
  nav a { position: relative; display: flex; align-items: center; gap: 10px; flex: none; height: 40px; padding: 0 10px; border-radius: var(--ioc-r-1); color: var(--ioc-text-2); text-decoration: none; white-space: nowrap; }
  nav a:hover { color: var(--ioc-text); background: var(--ioc-surface); }
  nav a[aria-current] { background: var(--ioc-select); color: var(--ioc-text); font-weight: var(--ioc-fw-strong); box-shadow: inset 3px 0 var(--ioc-accent); }
  nav a span { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
  .group { margin: 8px 0; border-top: 1px solid var(--ioc-line-1); height: 0; overflow: hidden; }

  main { grid-area: page; position: relative; overflow: auto; padding: 8px; scroll-padding: 8px; }

  footer { grid-area: foot; display: flex; align-items: center; gap: 20px; height: 28px; padding: 0 16px; overflow: hidden; background: var(--chrome); border-top: 1px solid var(--ioc-line-1); font-size: var(--ioc-fs-1); color: var(--ioc-text-2); white-space: nowrap; }
  footer > span { display: inline-flex; align-items: center; gap: 6px; }
  .fixed { flex: none; }
  .oldest { flex: 0 1 auto; min-width: 0; }
  .oldest > span { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
  footer .icon { color: var(--ioc-text-3); }
  kbd { padding: 0 4px; border: 1px solid var(--ioc-line-2); border-radius: var(--ioc-r-1); font: var(--ioc-fw-medium) var(--ioc-fs-1) / var(--ioc-lh-label) var(--ioc-font-ui); }
  .sample { flex: none; padding: 1px 8px; border: 1px solid var(--ioc-line-2); border-radius: var(--ioc-r-1); font-weight: var(--ioc-fw-strong); color: var(--ioc-text); }
  .below { display: none; }

  .message { max-width: 560px; margin: 12vh auto 0; padding: 24px; background: var(--ioc-surface); border: 1px solid var(--ioc-line-1); }
  .message h2 { margin: 12px 0 4px; font-size: var(--ioc-fs-5); font-weight: var(--ioc-fw-strong); line-height: var(--ioc-lh-title); }
  .message p { margin: 0 0 12px; line-height: var(--ioc-lh-body); color: var(--ioc-text-2); }
  .message .icon { color: var(--ioc-text-3); }
  .message button { height: var(--ioc-target); padding: 0 16px; border: 1px solid var(--ioc-line-2); border-radius: var(--ioc-r-1); background: none; font: inherit; font-weight: var(--ioc-fw-medium); color: var(--ioc-text); cursor: pointer; }
  .opening { padding: 24px; color: var(--ioc-text-3); }

  @media (min-width: 1600px) {
    nav { width: 208px; padding: 8px; }
    nav a { padding: 0 8px 0 11px; }
    .group { margin: 0; padding: 12px 8px 4px; height: auto; border: 0; font-size: var(--ioc-fs-1); color: var(--ioc-text-3); }
    main { padding: 12px; scroll-padding: 12px; }
    footer { height: 32px; }
    .name { min-width: 152px; }
  }
  @media (max-width: 1599px) {
    nav a span { position: absolute; left: -9999px; }
    /* The name stands beside the icon while it is pointed at or in focus. */
    nav { overflow: visible; z-index: 25; }
    nav a:hover span, nav a:focus-visible span { position: absolute; left: 48px; padding: 8px 12px; background: var(--ioc-raised); border: 1px solid var(--ioc-line-2); border-radius: var(--ioc-r-1); font-weight: var(--ioc-fw-medium); color: var(--ioc-text); }
  }
  @media (max-width: 1279px) {
    .date { display: none; }
    .keys { display: none; }
    header > ioc-clock { --ioc-fs-6: var(--ioc-fs-5); }
  }
  /* Height that the page has on a desk: its rows grow to fill it. */
  @media (min-width: 1100px) {
    main { --ioc-room: calc(100dvh - 100px); }
  }
  @media (min-width: 1600px) {
    main { --ioc-room: calc(100dvh - 112px); }
  }
  @media ${onWall} {
    :host { position: relative; grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); grid-template-areas: 'header' 'page' 'foot'; height: 50dvh; ${wallScale} }
    header { height: 64px; }
    .home { height: 63px; }
    main { --ioc-room: calc(50dvh - 124px); }
    footer { height: 36px; }
    /* The menu takes no room: it comes when the left edge is pointed at, and by F6. */
    nav { position: absolute; top: 64px; bottom: 36px; left: 0; z-index: 25; opacity: 0; clip-path: inset(0 calc(100% - 8px) 0 0); }
    nav:hover, nav:focus, nav:focus-within { opacity: 1; clip-path: none; }
  }
  @media (max-width: 1099px) {
    header .gap { display: none; }
  }
  @media (min-width: 720px) and (max-width: 1099px) {
    header { flex-wrap: wrap; height: auto; }
    .name { flex: 1 1 0; }
    .variables { order: 3; flex: 1 0 100%; border-top: 1px solid var(--ioc-line-1); padding-left: 56px; }
    .variables > :first-child { border-left: 0; }
  }
  @media (max-width: 719px) {
    :host { grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); grid-template-areas: 'header' 'page' 'menu'; --ioc-target: 44px; }
    header { flex-wrap: wrap; height: auto; min-height: 56px; padding: 4px 8px 0 12px; border-bottom: 0; background: var(--ioc-bg); }
    .home { display: none; }
    .name { flex: 1 1 0; padding-right: 8px; }
    .name b { font-size: var(--ioc-fs-5); }
    .name small, header > ioc-clock { display: none; }
    .name ioc-clock { display: flex; }
    .tools { border: 0; padding: 0; gap: 0; }
    .variables { order: 3; flex: 1 0 100%; gap: 8px; margin: 0 -8px 0 -12px; padding: 4px 12px 8px; overflow-x: auto; scrollbar-width: none; }
    .variables > * { border: 0; margin: 0; }
    main { padding: 0 12px 12px; }
    nav { flex-direction: row; width: auto; height: 58px; padding: 0; border: 0; border-top: 1px solid var(--ioc-line-1); overflow: hidden; }
    nav a { flex: 1 1 0; min-width: 0; flex-direction: column; justify-content: center; gap: 3px; height: 57px; padding: 0 4px; border-radius: 0; border-top: 2px solid transparent; font-size: var(--ioc-fs-1); }
    nav a[aria-current] { background: none; box-shadow: none; border-color: var(--ioc-accent); }
    nav a span, nav a:hover span, nav a:focus-visible span { position: static; max-width: 100%; padding: 0; border: 0; background: none; }
    .group, footer { display: none; }
    .below { display: flex; align-items: center; justify-content: space-between; gap: 12px; padding: 8px 0 0; font-size: var(--ioc-fs-1); color: var(--ioc-text-3); }
    .below .oldest { display: inline-flex; gap: 6px; align-items: center; }
  }
  @media (forced-colors: active) {
    nav a[aria-current] { outline: 2px solid Highlight; outline-offset: -2px; }
  }
  @media (min-width: 720px) {
    .name ioc-clock, .phone { display: none; }
  }
`;
