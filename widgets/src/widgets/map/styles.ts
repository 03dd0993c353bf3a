import { css } from 'lit';
import { baseStyles } from './view/base-view.ts';
import { controlsStyles } from './view/controls-view.ts';
import { legendStyles } from './view/legend-view.ts';
import { listStyles } from './view/list-view.ts';
import { popoverStyles } from './view/popover-view.ts';

const body = css`
  .map {
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: calc(120px * var(--ioc-scale));
  }
  .stage {
    position: relative;
    flex: 1 1 0;
    min-block-size: 0;
    overflow: clip;
    background: var(--ioc-bg);
    forced-color-adjust: none;
  }
  .tight .controls:not(:focus-within) {
    opacity: 0;
  }
  .tight:hover .controls {
    opacity: 1;
  }
  .picture,
  .picture > svg,
  .gl,
  .overlay {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }
  .picture {
    cursor: default;
    user-select: none;
    -webkit-user-select: none;
  }
  .gl {
    font: inherit;
    visibility: hidden;
  }
  .drawn-by-gl > .gl {
    visibility: visible;
  }
  .drawn-by-gl > svg {
    display: none;
  }
  .gl .maplibregl-canvas:focus-visible {
    outline: var(--ioc-focus-w) solid var(--ioc-focus);
    outline-offset: calc(-1 * var(--ioc-focus-w));
  }
  .gl .maplibregl-cooperative-gesture-screen {
    padding: var(--ioc-s-4);
    background: var(--ioc-raised);
    color: var(--ioc-text);
    font-size: var(--ioc-fs-2);
    inset: auto 50% var(--ioc-s-4) auto;
    transform: translateX(50%);
    white-space: nowrap;
    border: 1px solid var(--ioc-line-2);
    border-radius: var(--ioc-r-1);
    z-index: 2;
  }
  .overlay {
    z-index: 1;
    overflow: hidden;
    pointer-events: none;
    font-family: var(--ioc-font-ui);
  }
  .overlay text {
    fill: var(--ioc-text);
    stroke: var(--ioc-bg);
    stroke-width: calc(3px * var(--ioc-scale));
    stroke-linejoin: round;
    paint-order: stroke;
    text-anchor: middle;
  }
  .name {
    font-size: var(--ioc-fs-2);
    font-weight: var(--ioc-fw-strong);
  }
  .figure {
    font-size: calc(12.5 / 13 * var(--ioc-fs-2));
    font-weight: var(--ioc-fw-medium);
  }
  .overlay .tag {
    font-size: var(--ioc-fs-1);
    font-weight: var(--ioc-fw-medium);
    text-anchor: start;
  }
  .overlay .count {
    font-size: var(--ioc-fs-1);
    font-weight: var(--ioc-fw-strong);
    stroke: none;
  }
  .leader {
    stroke: var(--ioc-text-2);
    stroke-width: 1px;
  }
  .mark {
    cursor: pointer;
    outline: none;
    pointer-events: all;
  }
  .hit {
    fill: transparent;
  }
  .focus {
    fill: none;
    stroke: none;
    stroke-width: var(--ioc-focus-w);
  }
  .mark:hover > .focus {
    stroke: var(--ioc-text);
    stroke-width: 1.5px;
  }
  .mark:focus-visible > .focus {
    stroke: var(--ioc-focus);
    stroke-width: var(--ioc-focus-w);
  }
  .dot {
    fill: var(--ioc-text);
    stroke: var(--ioc-bg);
    stroke-width: calc(1.3px * var(--ioc-scale));
  }
  .light .dot {
    fill: var(--ioc-surface);
    stroke: var(--ioc-text);
  }
  .dot.done {
    fill: var(--ioc-bg);
    stroke: var(--ioc-text-3);
  }
  .ring {
    fill: var(--ioc-surface);
    fill-opacity: 0.86;
    stroke: var(--ioc-text);
    stroke-width: calc(1.5px * var(--ioc-scale));
    stroke-dasharray: calc(4px * var(--ioc-scale)) calc(2.5px * var(--ioc-scale));
  }
  .island {
    fill: var(--ioc-text-2);
    stroke: var(--ioc-bg);
    stroke-width: 0.6px;
  }
  .inset {
    fill: var(--ioc-sunken);
    stroke: var(--ioc-line-2);
    stroke-width: 1px;
  }
  .overlay .archipelago-name {
    font-size: var(--ioc-fs-1);
    font-weight: var(--ioc-fw-strong);
  }
  .overlay .archipelago-of,
  .overlay .island-name {
    fill: var(--ioc-text-2);
    font-size: var(--ioc-fs-1);
  }
  .overlay .island-name {
    text-anchor: start;
  }
  .corner {
    position: absolute;
    z-index: 2;
    display: flex;
    max-inline-size: calc(100% - var(--ioc-target) * var(--ioc-scale) - 4 * var(--ioc-s-3));
    max-block-size: calc(100% - 2 * var(--ioc-s-3));
    border: 1px solid var(--ioc-line-1);
    background: var(--ioc-surface);
  }
  .corner.wide {
    max-block-size: min(56%, calc(100% - 2 * var(--ioc-s-3)));
  }
  .bottom-right {
    inset-block-end: var(--ioc-s-3);
    inset-inline-end: var(--ioc-s-3);
  }
  .bottom-left {
    inset-block-end: var(--ioc-s-3);
    inset-inline-start: var(--ioc-s-3);
  }
  .top-left {
    inset-block-start: var(--ioc-s-3);
    inset-inline-start: var(--ioc-s-3);
  }
  .tip {
    position: absolute;
    z-index: 5;
    inset-block-start: var(--y);
    inset-inline-start: var(--x);
    display: flex;
    gap: var(--ioc-s-3);
    max-inline-size: 80%;
    padding: var(--ioc-s-1) var(--ioc-s-3);
    border: 1px solid var(--ioc-line-2);
    background: var(--ioc-raised);
    font-size: var(--ioc-fs-1);
    line-height: var(--ioc-lh-title);
    pointer-events: none;
    translate: var(--shift) 0;
  }
  .tip > b {
    font-weight: var(--ioc-fw-strong);
  }
  .sentence {
    margin: 0;
    padding: var(--ioc-s-2) var(--ioc-s-4);
    color: var(--ioc-text-2);
    font-size: var(--ioc-fs-1);
  }
  .alone {
    flex: 1 1 auto;
    min-block-size: 0;
    display: flex;
    flex-direction: column;
    padding-inline: var(--ioc-s-2);
    overflow: auto;
  }
`;

export const mapStyles = [body, baseStyles, legendStyles, listStyles, controlsStyles, popoverStyles];
