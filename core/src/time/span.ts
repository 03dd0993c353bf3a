import type { Span } from '@haidang/sdk';
import { day } from '../data/query/calendar.ts';
import { type Length, parseDuration } from '../data/query/duration.ts';

/** A length of time that was read: round the clock, in minutes that are worked, or in whole working days. */
export type Within = { readonly length: Length } | { readonly workingMs: number } | { readonly workingDays: number };

const days = /^P\d+D$/;
const hours = /^PT/;

/** Reads a span; nothing when it is none. Working time is hours and minutes, or days, not both: a day has the hours that its calendar says. */
export function readSpan(span: Span): Within | undefined {
  if (typeof span === 'string') {
    const length = parseDuration(span);
    return length && { length };
  }
  const { working } = span;
  const length = parseDuration(working);
  if (!length) return undefined;
  if (hours.test(working)) return { workingMs: length.ms };
  return days.test(working) ? { workingDays: length.ms / day } : undefined;
}

// The few that a centre has are read for record after record.
const [plain, working] = [new Map<string, Within>(), new Map<string, Within>()];

/** The same where it has been checked before. */
export function withinOf(span: Span): Within {
  const [known, text] = typeof span === 'string' ? [plain, span] : [working, span.working];
  const within = known.get(text) ?? readSpan(span);
  if (!within) throw new TypeError(`${JSON.stringify(span)} is no length of time`);
  known.set(text, within);
  return within;
}
