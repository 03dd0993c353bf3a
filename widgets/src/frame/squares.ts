import type { SquareWords } from '@haidang/sdk/client';
import { type SVGTemplateResult, svg } from 'lit';

/** Đúng, đủ, sạch, sống as squares of 8 × 8, 2 apart, for an `<svg viewBox="0 0 38 8">`: full, lower half, empty, dotted outline. */
export function squares(words: readonly SquareWords[]): SVGTemplateResult[] {
  return words.map(({ square }, index) => draw(square, index * 10));
}

function draw(square: SquareWords['square'], x: number): SVGTemplateResult {
  if (square === 'full') return svg`<rect x=${x} y="0" width="8" height="8" fill="currentColor"></rect>`;
  const outline = svg`<rect x=${x + 0.5} y="0.5" width="7" height="7" fill="none" stroke="currentColor" stroke-dasharray=${square === 'dotted' ? '1.5 1.5' : 'none'}></rect>`;
  return square === 'half' ? svg`${outline}<rect x=${x} y="4" width="8" height="4" fill="currentColor"></rect>` : outline;
}
