/** Bounds between the steps of colour, rising; a value on a bound is in the step above it. */
export interface Steps {
  readonly limits: readonly number[];
  /** Step of the colours 1–5 for each class: one more than there are limits. */
  readonly colours: readonly number[];
}

const classes = 5;

/** Classes with at least so many values are too uneven to be told apart when one of them holds more than this share. */
const crowd = 0.7;

/** Steps for values: as given, else round ones of equal width, else, where nearly all would fall into one, such that each holds about as many. */
export function stepsFor(values: readonly number[], given?: readonly number[]): Steps {
  if (given && given.length > 0) return coloured(given.toSorted((a, b) => a - b));
  const sorted = values.toSorted((a, b) => a - b);
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  if (lowest === undefined || highest === undefined || lowest === highest) return coloured([]);
  const equal = equalLimits(lowest, highest, values.every(Number.isInteger));
  const fullest = Math.max(...[...equal, Number.POSITIVE_INFINITY].map((_, index) => countOf(sorted, equal, index)));
  return coloured(sorted.length >= classes && fullest > crowd * sorted.length ? quantiles(sorted) : equal);
}

/** The step of colours, 1–5, of a value. */
export function stepOf(value: number, { limits, colours }: Steps): number {
  return colours[classOf(value, limits)] ?? 3;
}

function classOf(value: number, limits: readonly number[]): number {
  return limits.filter((limit) => value >= limit).length;
}

function countOf(values: readonly number[], limits: readonly number[], index: number): number {
  return values.filter((value) => classOf(value, limits) === index).length;
}

function equalLimits(lowest: number, highest: number, isWhole: boolean): readonly number[] {
  const step = Math.max(roundStep((highest - lowest) / classes), isWhole ? 1 : 0);
  const first = (Math.floor(lowest / step) + 1) * step;
  const limits = Array.from({ length: classes - 1 }, (_, index) => exact(first + index * step));
  return limits.filter((limit) => limit > lowest && limit <= highest);
}

/** Bounds with the same number of values between them, as round as that allows. */
function quantiles(sorted: readonly number[]): readonly number[] {
  const limits = Array.from({ length: classes - 1 }, (_, index) => {
    const at = Math.round(((index + 1) * sorted.length) / classes);
    const [below, here] = [sorted[at - 1] ?? 0, sorted[at] ?? 0];
    return roundBetween(below, here);
  });
  return [...new Set(limits)].filter((limit) => limit > (sorted[0] ?? 0));
}

/** The number with fewest digits above one and up to the other. */
function roundBetween(below: number, upTo: number): number {
  if (upTo <= below) return upTo;
  for (let power = 10 ** Math.ceil(Math.log10(Math.max(Math.abs(upTo), 1e-9))); power > 1e-12; power /= 10) {
    const round = Math.floor(upTo / power) * power;
    if (round > below) return exact(round);
  }
  return upTo;
}

/** The nearest of 1, 2, 2.5, 5 times a power of ten that is not smaller. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 2.5, 5].find((nice) => nice * power >= least * (1 - 1e-9)) ?? 10) * power;
}

/** Few classes are spread over the whole scale of colours. */
function coloured(limits: readonly number[]): Steps {
  const count = limits.length + 1;
  const colours = Array.from({ length: count }, (_, index) => (count === 1 ? 3 : 1 + Math.round((index * (classes - 1)) / (count - 1))));
  return { limits, colours };
}

/** Without the crumbs of binary fractions. */
function exact(value: number): number {
  return Number(value.toPrecision(12));
}
