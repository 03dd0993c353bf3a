import { HaidangError, type Json } from '@haidang/sdk';
import { fingerprint } from './canonical.ts';

/** Where a page of an answer ended: the sort values of its last row, good for the same order only. */
export function writeCursor(order: unknown, values: readonly Json[]): string {
  return Buffer.from(JSON.stringify([mark(order), ...values])).toString('base64url');
}

/** Sort values to go on after. Throws `bad-request` when the text is not a cursor of this order. */
export function readCursor(order: unknown, cursor: string, fits: (values: readonly unknown[]) => boolean): readonly Json[] {
  try {
    const [made, ...values]: Json[] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (made === mark(order) && fits(values)) return values;
  } catch {
    // Told below: whoever sends it sees the same for every kind of wrong text.
  }
  throw new HaidangError('bad-request', { path: 'after', reason: 'This is not the `next` of a page of this query.' });
}

function mark(order: unknown): string {
  return fingerprint(order).slice(0, 12);
}
