import type { Point } from './plane.ts';

/** Distance of each point to the nearest other one that does not coincide with it; infinite where there is none. */
export function nearestDistances(points: readonly Point[]): readonly number[] {
  return points.map(([x, y]) =>
    points.reduce((least, [ox, oy]) => {
      const distance = Math.hypot(ox - x, oy - y);
      return distance > 0 && distance < least ? distance : least;
    }, Number.POSITIVE_INFINITY),
  );
}

/** The middle one of the finite numbers, or what stands for none. */
export function medianOf(numbers: readonly number[], otherwise: number): number {
  const known = numbers.filter(Number.isFinite).toSorted((a, b) => a - b);
  return known[Math.floor(known.length / 2)] ?? otherwise;
}
