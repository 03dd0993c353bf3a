import type { Grade, PortData, Trust } from '@haidang/sdk';
import { isWithheld, type Ports } from '@haidang/sdk/client';

/** What a frame says of all its ports together; `result` is the one whose totals are withheld. */
export type Summary = Pick<PortData, 'state' | 'trust' | 'result'>;

// From worst to best: a frame is only as good as all that it shows.
const states: readonly PortData['state'][] = ['denied', 'error', 'offline', 'loading', 'ready', 'empty', 'unbound'];
const freshness: readonly Trust['freshness'][] = ['late', 'frozen', 'unknown', 'due', 'on-time', 'live'];
const dimensions = ['correct', 'complete', 'clean', 'live'] as const;

/** One state and one trust for a frame: who answers comes from the first port, everything else from the worst. */
export function summary(ports: Ports): Summary {
  const all = Object.values(ports);
  const state = states.find((one) => all.some((port) => port.state === one)) ?? 'unbound';
  if (state === 'denied') return { state };
  const withheld = all.find((port) => port.result && isWithheld({ trust: port.result.trust, result: port.result }))?.result;
  const trust = together(all.flatMap((port) => port.trust ?? port.result?.trust ?? []));
  return { state, trust, ...(withheld && { result: withheld }) };
}

function together(all: readonly Trust[]): Trust | undefined {
  const [first, ...others] = all;
  if (!first || others.length === 0) return first;
  const late = freshness.map((one) => all.find((trust) => trust.freshness === one)).find((found) => found !== undefined) ?? first;
  const [correct, complete, clean, live] = dimensions.map((dimension) => worst(all.map((trust) => trust.quality[dimension])));
  const sample = sum(all.map((trust) => trust.sample ?? 0));
  const values = [correct, complete, clean, live].flatMap((grade) => grade?.value ?? []);
  const coverage = leastCovered(all);
  return {
    ...first,
    freshness: late.freshness,
    dueAt: late.dueAt,
    asOf: oldest(all.map((trust) => trust.asOf)),
    receivedAt: oldest(all.map((trust) => trust.receivedAt)),
    quality: {
      correct: correct ?? first.quality.correct,
      complete: complete ?? first.quality.complete,
      clean: clean ?? first.quality.clean,
      live: live ?? first.quality.live,
      overall: values.length === dimensions.length ? 100 * values.reduce((a, b) => a * b) ** (1 / dimensions.length) : undefined,
    },
    coverage,
    n: all.every((trust) => trust.n !== undefined) ? sum(all.map((trust) => trust.n ?? 0)) : undefined,
    sample: sample > 0 ? sample : undefined,
    boundaries: (all.find(({ boundaries }) => boundaries?.former) ?? first).boundaries,
  };
}

/** What nobody has assessed is worse than any value: it must not hide behind a neighbour. */
function worst(grades: readonly Grade[]): Grade | undefined {
  return grades.find((grade) => grade.value === undefined) ?? [...grades].sort((a, b) => (a.value ?? 0) - (b.value ?? 0))[0];
}

function leastCovered(all: readonly Trust[]): Trust['coverage'] {
  const known = all.flatMap(({ coverage }) => coverage ?? []);
  return known.sort((a, b) => a.reported / a.expected - b.reported / b.expected)[0];
}

/** A port that has no data yet says nothing of the age of the others. */
function oldest(instants: readonly (string | undefined)[]): string | undefined {
  return instants.filter((one) => one !== undefined).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
