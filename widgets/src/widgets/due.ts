import type { Json } from '@haidang/sdk';
import { formatRemaining } from '@haidang/sdk/client';

/** How a deadline stands: how much of its time is used, 0–1, and the same in words. */
export interface Due {
  readonly words: string;
  readonly share?: number;
  readonly isOver: boolean;
}

/** The remaining time of a row; nothing without a deadline or when the row is done. `from` is when its time began to run. */
export function dueOf({
  due,
  from,
  until,
  now,
  locale,
}: {
  due: Json | undefined;
  from?: Json | undefined;
  until?: Json | undefined;
  now: number;
  locale: string;
}): Due | undefined {
  const end = instant(due);
  if (end === undefined || instant(until) !== undefined) return undefined;
  const start = instant(from);
  const share = start === undefined || start >= end ? undefined : Math.min(Math.max((now - start) / (end - start), 0), 1);
  return { words: formatRemaining(end, now, locale), isOver: now > end, ...(share === undefined ? {} : { share }) };
}

function instant(cell: Json | undefined): number | undefined {
  const at = typeof cell === 'string' ? Date.parse(cell) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
