import type { Json } from '@haidang/sdk';

/** Why a value or row is refused. */
export type Reason =
  | 'unknown-field'
  | 'missing'
  | 'wrong-type'
  | 'bad-key'
  | 'bad-text'
  | 'bad-format'
  | 'bad-date'
  | 'zone-missing'
  | 'not-in-list'
  | 'unknown-unit'
  | 'unit-version-missing'
  | 'out-of-range'
  | 'at-zero'
  | 'far-from-unit'
  | 'too-long'
  | 'too-short'
  | 'too-deep'
  | 'outside-scope'
  | 'by-system'
  | 'by-step'
  | 'by-clock'
  | 'locked'
  | 'too-old'
  | 'bad-formula'
  | 'not-valid';

/** What is wrong with a row: the field, the value that was given, why, and what would have fitted. */
export interface Fault {
  readonly field?: string;
  readonly value?: Json;
  readonly reason: Reason;
  readonly details?: { readonly [name: string]: Json };
}

const longest = 200;

/** A value as a report shows it: long ones are cut. */
export function shown(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return cut(value);
  if (typeof value !== 'object' || value === null) return value;
  const text = textOf(value);
  return text.length <= longest && !text.endsWith('…') ? value : cut(text);
}

/** A value that is nested so deep that it cannot be written is only hinted at. */
function textOf(value: Json): string {
  try {
    return JSON.stringify(value);
  } catch {
    return Array.isArray(value) ? '[…' : '{…';
  }
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
