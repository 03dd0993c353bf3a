/** Ends of a value axis and where its grid lines stand. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly ticks: readonly number[];
}

/** Room above the highest mark for its label, as a share of the axis. */
const headroom = 0.08;

/** Two or three round steps over the values. Bars start at zero; a line may start elsewhere when its values lie close together, for its ticks say so. */
export function scaleOf(values: readonly (number | undefined)[], { isWhole, mayFloat }: { isWhole: boolean; mayFloat: boolean }): Scale {
  const known = values.filter((value) => value !== undefined);
  const highest = Math.max(...known, 0);
  const lowest = Math.min(...known, highest);
  const isFloating = mayFloat && lowest > 0.6 * highest && highest > lowest;
  const span = isFloating ? highest - lowest : Math.max(highest, -Math.min(lowest, 0)) || 1;
  const step = stepUnder((span * (1 + headroom)) / 2, isWhole);
  const min = isFloating ? Math.floor(lowest / step) * step : Math.floor(Math.min(lowest, 0) / step) * step;
  const max = Math.max(highest + (highest - min) * headroom, min + step);
  const ticks: number[] = [];
  for (let index = 0; min + index * step <= max; index += 1) ticks.push(round(min + index * step));
  return { min: round(min), max, step, ticks };
}

/** The largest round number up to a bound: 1, 2, 2.5 or 5 times a power of ten, for counts a whole one. */
function stepUnder(bound: number, isWhole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(bound));
  const share = bound / power;
  const nice = share >= 5 ? 5 : share >= 2.5 && !(isWhole && power < 10) ? 2.5 : share >= 2 ? 2 : 1;
  return Math.max(nice * power, isWhole ? 1 : 0);
}

/** Without the crumbs of binary fractions. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
