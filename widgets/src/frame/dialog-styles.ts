import { css } from 'lit';
import { onWall, wallScale } from '../page/wall.ts';

/** What all dialogs have in common: a plain sheet on a dimmed page, the whole window on a phone. */
export const dialogStyles = css`
  @media ${onWall} {
    :host { ${wallScale} }
  }
  dialog { box-sizing: border-box; width: min(560px, calc(100vw - 24px)); max-height: min(760px, calc(100dvh - 24px)); padding: 0; border: 1px solid var(--ioc-line-2); border-radius: var(--ioc-r-1); background: var(--ioc-raised); color: var(--ioc-text); font: var(--ioc-fw-regular) var(--ioc-fs-2) / var(--ioc-lh-body) var(--ioc-font-ui); font-variant-numeric: tabular-nums; }
  dialog::backdrop { background: rgb(0 0 0 / 0.5); }
  dialog > header { position: sticky; top: 0; display: flex; align-items: center; gap: 8px; padding: 8px 8px 8px 16px; background: var(--ioc-raised); border-bottom: 1px solid var(--ioc-line-1); }
  dialog h2 { flex: 1 1 auto; margin: 0; font-size: var(--ioc-fs-4); font-weight: var(--ioc-fw-strong); line-height: var(--ioc-lh-title); }
  dialog > .content { padding: 8px 16px 16px; }
  .close { display: grid; place-items: center; flex: none; width: var(--ioc-target); height: var(--ioc-target); padding: 0; border: 0; border-radius: var(--ioc-r-1); background: none; color: var(--ioc-text-2); cursor: pointer; }
  .close:hover { background: var(--ioc-select); color: var(--ioc-text); }
  :focus-visible { outline: var(--ioc-focus-w) solid var(--ioc-focus); outline-offset: 1px; }
`;
