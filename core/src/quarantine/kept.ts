import { createHash } from 'node:crypto';
import type { Json } from '@haidang/sdk';
import { canonical } from '../data/query/canonical.ts';
import type { DatasetEntry } from '../registry.ts';
import type { RefusedFault, RefusedInput } from './refused.ts';

/** Bytes of one value that quarantine keeps: longer ones are sent again. */
const longestValue = 8_000;
const mostFaults = 20;
const longestDetails = 2_000;
const isNoText = /[\0\ud800-\udfff]/u;
const noText = /[\0\ud800-\udfff]/gu;

/** What quarantine keeps of a refused row. */
export interface Kept {
  readonly fingerprint: string;
  readonly key: string | null;
  readonly supplier: string | null;
  readonly given: { readonly [field: string]: Json };
  readonly held: readonly string[];
  readonly faults: readonly RefusedFault[];
}

/** Takes from a row what may be kept: no secrets, nothing in fields that the dataset does not have, no value that is endless. */
export function keptOf(entry: DatasetEntry, { line, row, faults }: RefusedInput): Kept {
  const given: { [field: string]: Json } = {};
  const held: string[] = [];
  for (const [name, field] of entry.fields) {
    const value = row[name];
    if (value === undefined) continue;
    if (field.property['x-personal'] === 'secret' || isLong(value)) held.push(name);
    else given[name] = value;
  }
  const supplier = entry.dataset.expects?.from ?? entry.dataset.agency ?? entry.dataset.unit;
  return {
    // Of the whole row, so that rows which differ in what is not kept stay apart; lines that are no rows have only their place.
    fingerprint: createHash('sha256')
      .update(Object.keys(row).length > 0 ? fingerprintOf(row) : `line ${line}`)
      .digest('base64url'),
    key: keyOf(entry, row),
    supplier: supplier === undefined ? null : textOf(row[supplier]),
    given,
    held,
    faults: faults.slice(0, mostFaults).map((fault) => faultOf(entry, fault)),
  };
}

/** What is wrong with a value that is not kept may hold the value: only the reason stays. */
function faultOf(entry: DatasetEntry, { field, reason, details, text }: RefusedFault): RefusedFault {
  const isSecret = field !== undefined && entry.fields.get(field)?.property['x-personal'] === 'secret';
  return {
    ...(field !== undefined && { field: field.slice(0, 100).replace(noText, '?') }),
    reason: reason.replace(noText, '?'),
    ...(details && !isSecret && !isLong(details, longestDetails) && { details }),
    ...(text && !isSecret && { text }),
  };
}

/** The key of a record as one text; nothing when a part is missing. */
export function keyOf(entry: DatasetEntry, row: { readonly [field: string]: Json | undefined }): string | null {
  const parts = entry.dataset.key.map((name) => row[name]);
  if (parts.some((part) => part === undefined || part === null || part === '' || typeof part === 'object')) return null;
  const text = JSON.stringify(parts.map((part) => (typeof part === 'string' ? part.normalize('NFC') : part)));
  return text.length > 2_000 ? null : text;
}

function fingerprintOf(row: { readonly [field: string]: Json }): string {
  try {
    return canonical(row);
  } catch {
    // Nested too deeply for anything but a refusal.
    return Object.keys(row).sort().join(' ');
  }
}

/** Too long to keep, or not what a database takes for text. */
function isLong(value: Json, most = longestValue): boolean {
  if (typeof value === 'string') return value.length > most || isNoText.test(value);
  if (typeof value !== 'object' || value === null) return false;
  try {
    const text = JSON.stringify(value);
    return text.length > most || /\\u0000|\\ud[89a-f]/.test(text);
  } catch {
    return true;
  }
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200).replace(noText, '?') || null : null;
}
