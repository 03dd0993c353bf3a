import { css, nothing, type SVGTemplateResult, svg } from 'lit';

/** Values in time, the last of them now; `target` is a dashed line. */
export interface Sparkline {
  readonly values: readonly (number | undefined)[];
  readonly target?: number;
}

const width = 104;
const height = 40;
const edge = 4;

/** A line without scale or words: the value stands beside it in digits. Nothing for fewer than two values. */
export function sparkline({ values, target }: Sparkline): SVGTemplateResult | typeof nothing {
  const known = values.filter((value) => value !== undefined);
  if (known.length < 2) return nothing;
  const all = target === undefined ? known : [...known, target];
  const low = Math.min(...all);
  const span = Math.max(...all) - low || 1;
  const x = (index: number) => edge + (index / (values.length - 1)) * (width - 2 * edge);
  const y = (value: number) => height - edge - 1.3 - ((value - low) / span) * (height - 2 * edge - 2.6);
  const last = values.findLastIndex((value) => value !== undefined);
  return svg`<svg class="spark" viewBox="0 0 104 40" preserveAspectRatio="xMaxYMid" aria-hidden="true">
    ${target === undefined ? nothing : svg`<path d="M2 ${y(target).toFixed(1)}H102" stroke="var(--ioc-c-plan)" stroke-width="1.25" stroke-dasharray="4 3"></path>`}
    <path d=${linePath(values, x, y)} fill="none" stroke="var(--ioc-c-1)" stroke-width="1.75" stroke-linejoin="round"></path>
    <circle cx=${x(last).toFixed(1)} cy=${y(values[last] ?? 0).toFixed(1)} r="3" fill="var(--ioc-c-1)" stroke="var(--ioc-surface)" stroke-width="1.5"></circle>
  </svg>`;
}

export const sparklineStyles = css`
  .spark {
    display: block;
    flex: none;
    inline-size: calc(104px * var(--ioc-scale));
    block-size: calc(40px * var(--ioc-scale));
  }
`;

/** A gap in the values is a gap in the line. */
function linePath(values: readonly (number | undefined)[], x: (index: number) => number, y: (value: number) => number): string {
  let path = '';
  let isDrawing = false;
  for (const [index, value] of values.entries()) {
    if (value !== undefined) path += `${isDrawing ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    isDrawing = value !== undefined;
  }
  return path;
}
