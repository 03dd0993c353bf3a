import { HaidangError, type Json } from '@haidang/sdk';
import { fingerprint } from './canonical.ts';

/** What cursors are good for: equal orders have equal marks. */
export function orderMark(order: unknown): string {
  return fingerprint(order).slice(0, 12);
}

/** Where a page of an answer ended: the sort values of its last row, good for the same order only. */
export function writeCursor(mark: string, values: readonly Json[]): string {
  return Buffer.from(JSON.stringify([mark, ...values])).toString('base64url');
}

/** Sort values to go on after. Throws `bad-request` when the text is not a cursor of this order. */
export function readCursor(mark: string, cursor: string, fits: (values: readonly unknown[]) => boolean): readonly Json[] {
  try {
    const [made, ...values]: Json[] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (made === mark && fits(values)) return values;
  } catch {
    // Told below: whoever sends it sees the same for every kind of wrong text.
  }
  throw new HaidangError('bad-request', { path: 'after', reason: 'This is not the `next` of a page of this query.' });
}
