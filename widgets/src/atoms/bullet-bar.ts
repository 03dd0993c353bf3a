import { css, html, nothing, type TemplateResult } from 'lit';
import { cssVars } from './css-vars.ts';

/** A value against its whole, both as shares of it; `target` is drawn as a tick. */
export interface BulletBar {
  readonly share: number;
  readonly target?: number;
}

/** A thin bar with the tick of the plan. Digits beside it say the same, so it is not spoken. */
export function bulletBar({ share, target }: BulletBar): TemplateResult {
  return html`<div class="bullet" aria-hidden="true" ${cssVars({ share: percent(share), target: target === undefined ? undefined : percent(target) })}>
    <i class="fill"></i>${target === undefined ? nothing : html`<i class="tick"></i>`}
  </div>`;
}

export const bulletBarStyles = css`
  .bullet {
    position: relative;
    flex: none;
    block-size: calc(var(--bullet-size, 5px) * var(--ioc-scale));
    background: var(--ioc-line-1);
    forced-color-adjust: none;
  }
  .bullet > .fill {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    inline-size: var(--share);
    background: var(--ioc-c-1);
  }
  .bullet > .tick {
    position: absolute;
    inset-block: calc(-3px * var(--ioc-scale));
    inset-inline-start: clamp(0px, var(--target) - 1px * var(--ioc-scale), 100% - 2px * var(--ioc-scale));
    inline-size: calc(2px * var(--ioc-scale));
    background: var(--ioc-text);
  }
  @media (forced-colors: active) {
    .bullet {
      background: GrayText;
    }
    .bullet > .fill {
      background: Highlight;
    }
    .bullet > .tick {
      background: CanvasText;
    }
  }
`;

function percent(share: number): string {
  return `${Math.round(Math.min(Math.max(share, 0), 1) * 1000) / 10}%`;
}
