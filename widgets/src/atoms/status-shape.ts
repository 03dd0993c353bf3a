import { type SVGTemplateResult, svg } from 'lit';

/** The five shapes of status and the ring of the normal state. Shape and word carry the meaning, colour only helps. */
export type StatusShape = 'critical' | 'high' | 'caution' | 'info' | 'done' | 'normal';

/** Drawing of a status in a box of 16, to stand in an `<svg viewBox="0 0 16 16">`. */
export function statusMark(shape: StatusShape): SVGTemplateResult {
  return marks[shape];
}

const marks: { readonly [shape in StatusShape]: SVGTemplateResult } = {
  critical: svg`<path d="M8 .8 15.2 8 8 15.2.8 8Z" fill="var(--ioc-st-critical)" stroke="var(--ioc-st-edge)" stroke-width="1.2"></path><path d="M8 4.4v4.4M8 10.9v.6" stroke="var(--ioc-bg)" stroke-width="1.7"></path>`,
  high: svg`<path d="M8 1.6 15.2 14.4H.8Z" fill="var(--ioc-st-high)" stroke="var(--ioc-st-edge)" stroke-width="1.2"></path>`,
  caution: svg`<rect x="2" y="2" width="12" height="12" fill="var(--ioc-st-caution)" stroke="var(--ioc-st-edge)" stroke-width="1.2"></rect>`,
  info: svg`<circle cx="8" cy="8" r="6.6" fill="var(--ioc-st-info)" stroke="var(--ioc-st-edge)" stroke-width="1.2"></circle>`,
  done: svg`<circle cx="8" cy="8" r="6.6" fill="var(--ioc-st-done)" stroke="var(--ioc-st-edge)" stroke-width="1.2"></circle><path d="m4.8 8.2 2.3 2.3 4.2-4.6" fill="none" stroke="var(--ioc-on-st)" stroke-width="1.7"></path>`,
  normal: svg`<circle cx="8" cy="8" r="5.6" fill="none" stroke="var(--ioc-st-normal)" stroke-width="1.8"></circle>`,
};
