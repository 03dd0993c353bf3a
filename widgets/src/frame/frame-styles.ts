import { css } from 'lit';
import { onWall } from '../page/wall.ts';

export const frameStyles = css`
  :host { --target: var(--ioc-target); display: block; position: relative; container-type: inline-size; min-width: 0; }
  :host([menu]) { z-index: 20; }
  .frame { position: relative; display: flex; flex-direction: column; height: 100%; box-sizing: border-box; background: var(--ioc-surface); color: var(--ioc-text); border: 1px solid var(--ioc-line-1); border-top: 0; border-radius: 0 0 var(--ioc-r-1) var(--ioc-r-1); font: var(--ioc-fw-regular) var(--ioc-fs-2) / var(--ioc-lh-label) var(--ioc-font-ui); font-variant-numeric: tabular-nums; }

  /* The trust rule: over the full width including the borders. */
  .frame::before { content: ''; flex: none; height: 3px; margin: 0 -1px; background: var(--ioc-line-2); forced-color-adjust: none; }
  [data-rule='none']::before { height: 1px; margin-bottom: 2px; background: var(--ioc-line-1); }
  [data-rule='double']::before { background: none; border: solid var(--ioc-line-2); border-width: 1px 0; box-sizing: border-box; }
  [data-rule='dashes']::before { background: repeating-linear-gradient(90deg, var(--ioc-line-2) 0 10px, transparent 10px 16px); }
  [data-rule='dots']::before { background: repeating-linear-gradient(90deg, var(--ioc-line-2) 0 3px, transparent 3px 8px); }
  [data-rule='hatch']::before { position: relative; z-index: 1; height: 5px; margin-bottom: -2px; background: repeating-linear-gradient(125deg, var(--ioc-text-2) 0 3px, var(--ioc-surface) 3px 7px); }

  header { display: flex; align-items: center; gap: 8px; flex: none; height: 34px; padding: 0 4px 0 12px; }
  :host([compact]) header { height: 32px; }
  header > .icon { flex: none; color: var(--ioc-text-3); }
  h3 { flex: 0 1 auto; min-width: 0; margin: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: var(--ioc-fs-2); font-weight: var(--ioc-fw-strong); line-height: var(--ioc-lh-title); }
  .subtitle { flex: 0 4 auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: var(--ioc-fs-1); line-height: var(--ioc-lh-title); color: var(--ioc-text-3); }
  .gap { flex: 1 0 0; }
  .badge { display: inline-flex; align-items: center; gap: 5px; flex: none; font-size: var(--ioc-fs-1); font-weight: var(--ioc-fw-medium); white-space: nowrap; color: var(--ioc-text); }
  .badge .icon { color: var(--ioc-text-2); }

  .notice { flex: none; margin: 0 12px 4px; padding: 0 8px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; background: var(--ioc-line-1); color: var(--ioc-text-2); border-radius: var(--ioc-r-1); font-size: var(--ioc-fs-1); line-height: var(--ioc-lh-label); }
  .body { flex: 1 1 auto; min-height: 0; padding: 0 12px 4px; display: flex; flex-direction: column; overflow: clip; }
  :host([flush]) .body { padding: 0; }
  .body > slot, .tables { flex: 1 1 auto; min-height: 0; display: flex; flex-direction: column; }
  .body > slot[hidden] { display: none; }
  ::slotted(*) { flex: 1 1 auto; min-height: 0; min-width: 0; }
  .tables { margin: 0 -12px; }
  :host([flush]) .tables { margin: 0; }

  footer { display: flex; align-items: center; gap: 8px; flex: none; height: 24px; box-sizing: border-box; padding: 0 12px 4px; font-size: var(--ioc-fs-1); line-height: var(--ioc-lh-label); color: var(--ioc-text-3); white-space: nowrap; }
  .squares { flex: none; display: block; }
  .overall { flex: none; margin-left: -2px; }
  .owner { flex: 0 1000 auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; }
  .sample { flex: none; padding: 0 6px; border: 1px solid var(--ioc-line-2); border-radius: var(--ioc-r-1); color: var(--ioc-text-2); line-height: 16px; }
  .sample .short, .as-of .short { display: none; }
  .as-of { flex: none; margin-left: auto; overflow: hidden; text-overflow: ellipsis; }

  .words { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  @container (max-width: 460px) {
    .sample .long { display: none; }
    .sample .short { display: inline; }
  }
  @container (max-width: 300px) {
    .overall { display: none; }
    .sample .long { display: inline; }
    .sample .short { display: none; }
    .subtitle, .with-badge header > .icon, .with-sample .owner { display: none; }
    footer { gap: 6px; }
    /* One badge takes the place of the menu, which comes back when it is needed. */
    .with-badge ioc-frame-menu { position: absolute; right: 4px; top: 3px; opacity: 0; }
    .with-badge header { padding-right: 8px; }
    .with-badge ioc-frame-menu:focus-within, .with-badge ioc-frame-menu[open], .with-badge:hover ioc-frame-menu { opacity: 1; background: var(--ioc-surface); }
    .with-badge:hover .badge, .with-badge:has(ioc-frame-menu:focus-within) .badge { visibility: hidden; }
  }
  @container (max-width: 250px) {
    .with-badge .gap { display: none; }
    .with-badge header { gap: 6px; padding-right: 6px; }
    .badge { margin-left: auto; }
    .as-of { flex: 0 1 auto; min-width: 0; }
    .sample { padding: 0 4px; }
    .as-of .long { display: none; }
    .as-of .short, .with-long-time .sample .short { display: inline; }
    .with-long-time .sample .long { display: none; }
  }
  @container (max-width: 210px) {
    header > .icon { display: none; }
    .sample .long { display: none; }
    .sample .short { display: inline; }
    /* The rule above and the time below say the rest. */
    .badge .late, .badge .frozen, .badge .lost { display: none; }
  }
  /* From afar the foot says how good and how old, no more. */
  @media ${onWall} {
    .owner { display: none; }
  }
  @media (hover: none) {
    .with-badge:hover .badge { visibility: visible; }
    .with-badge:hover ioc-frame-menu:not([open]) { opacity: 0; }
  }
  @media (forced-colors: active) {
    .frame::before { --ioc-line-2: CanvasText; --ioc-text-2: CanvasText; --ioc-surface: Canvas; }
  }
`;
