const first = 500;
const longest = 30_000;

/** Milliseconds to wait before the next try after so many failed ones: doubling, at most 30 s, and anywhere in the upper half, so that a thousand screens do not come back at once. */
export function backoff(failures: number): number {
  const whole = Math.min(longest, first * 2 ** Math.max(0, failures - 1));
  return whole * (0.5 + Math.random() / 2);
}
