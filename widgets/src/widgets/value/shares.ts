import type { BulletBar } from '../../atoms/bullet-bar.ts';
import type { Reading } from './reading.ts';

/** A bar for a figure: a rate of the whole hundred, anything else against its target with a little room beyond. No bar without a value or a measure for it. */
export function barOf({ value, isRate, target }: Reading): BulletBar | undefined {
  if (value === undefined || (!isRate && target === undefined)) return undefined;
  const whole = isRate ? 100 : Math.max(value, target?.at ?? 0) * 1.12 || 1;
  return { share: value / whole, ...(target && { target: target.at / whole }) };
}
