import { css, html, nothing, type TemplateResult } from 'lit';
import { cssVars } from '../../../atoms/css-vars.ts';
import type { Camera } from '../geometry/camera.ts';
import { scaleBar } from '../layout/scale-bar.ts';
import { distanceWords } from './mark-words.ts';

/** The lower edge of the map: how long a way is, and what the shapes are. */
export function baseView({
  camera,
  px,
  locale,
  words,
  whole,
  isRight,
  most,
}: {
  readonly camera: Camera;
  readonly px: number;
  readonly locale: string;
  readonly words: readonly string[];
  /** The same at length. */
  readonly whole: readonly string[];
  /** The left corner is taken. */
  readonly isRight: boolean;
  /** Room for it, in pixels. */
  readonly most: number;
}): TemplateResult {
  const { metres, width } = scaleBar(camera, Math.min(110 * px, camera.width / 3));
  return html`<div class=${isRight ? 'base right' : 'base left'} ${cssVars({ most: `${most}px` })}>
    <span class="bar"><i ${cssVars({ width: `${width}px` })}></i><span>${distanceWords(metres, locale)}</span></span>
    ${words.length > 0 ? html`<p title=${whole.join(' · ')}>${words.join(' · ')}</p>` : nothing}
  </div>`;
}

export const baseStyles = css`
  .base {
    position: absolute;
    z-index: 1;
    inset-block-end: var(--ioc-s-2);
    display: flex;
    flex-direction: column;
    gap: var(--ioc-s-1);
    max-inline-size: calc(var(--most, 100%) - 2 * var(--ioc-s-3));
    color: var(--ioc-text-2);
    font-size: var(--ioc-fs-1);
    pointer-events: none;
  }
  .base.left {
    inset-inline-start: var(--ioc-s-3);
  }
  .base.right {
    inset-inline-end: var(--ioc-s-3);
    align-items: flex-end;
    text-align: end;
  }
  .base p {
    margin: 0;
    line-height: var(--ioc-lh-title);
    paint-order: stroke;
    -webkit-text-stroke: calc(2.5px * var(--ioc-scale)) var(--ioc-bg);
  }
  .bar {
    display: flex;
    align-items: center;
    gap: var(--ioc-s-3);
  }
  .bar > i {
    inline-size: var(--width);
    block-size: calc(5px * var(--ioc-scale));
    border: 1px solid var(--ioc-text-2);
    border-block-start: 0;
  }
`;
