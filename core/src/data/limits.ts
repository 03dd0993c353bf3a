import type { Json, Property } from '@haidang/sdk';
import type { Field } from '../registry.ts';
import type { Fault } from './faults.ts';
import { shown } from './faults.ts';

/** Longest texts and lists where the dataset says nothing, and what no dataset may go beyond. */
const shortText = 2_000;
const longText = 100_000;
const listItems = 1_000;
const jsonText = 1_000_000;
/** Texts that stand in an index: PostgreSQL takes 2,700 bytes. */
const indexedText = 500;
const depth = 32;
/** Beyond it stand only the "no value" of machines. PostgreSQL averages by squares, and those of many rows together have to fit a number. */
const largest = 1e140;

// NUL, which PostgreSQL cannot hold, and halves of characters, which are no text.
const badText = /[\0\ud800-\udfff]/u;
// Below it every text is in NFC.
const mayNeedNormalising = /[\u0300-\uffff]/;

/** Text in NFC, also inside lists and objects. Gives nothing when it is nested too deeply. */
export function normalise(value: Json, level = 0): Json | undefined {
  if (typeof value === 'string') return mayNeedNormalising.test(value) ? value.normalize('NFC') : value;
  if (typeof value !== 'object' || value === null) return value;
  if (level === depth) return undefined;
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value as readonly Json[]) {
      const normal = normalise(item, level + 1);
      if (normal === undefined) return undefined;
      items.push(normal);
    }
    return items;
  }
  const entries: [string, Json][] = [];
  for (const [name, item] of Object.entries(value)) {
    const normal = normalise(item, level + 1);
    if (normal === undefined) return undefined;
    entries.push([name.normalize('NFC'), normal]);
  }
  return Object.fromEntries(entries);
}

/** Whether a value is too big, or holds characters that are no text; asked before anything slower looks at it. */
export function limitFault({ name, type, property, ref }: Field, value: Json, isIndexed: boolean): Fault | undefined {
  if (typeof value === 'string') {
    const usual = type === 'text' || type === 'uri' ? longText : shortText;
    const limit = isIndexed || ref !== undefined ? indexedText : (declared(property, 'maxLength') ?? usual);
    // Characters beyond the basic plane count twice here; the schema's own limit counts them once.
    if (value.length > limit * 2 || (value.length > limit && [...value].length > limit))
      return { field: name, value: shown(value), reason: 'too-long', details: { most: limit, length: value.length } };
    return badText.test(value) ? { field: name, value: shown(value), reason: 'bad-text' } : undefined;
  }
  if (typeof value === 'number') {
    const fits = type === 'integer' && Number.isInteger(value) ? Number.isSafeInteger(value) : Math.abs(value) <= largest;
    // What is no number at all is told by the schema.
    return fits || !Number.isFinite(value) ? undefined : { field: name, value, reason: 'out-of-range' };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    const limit = declared(property, 'maxItems') ?? listItems;
    if (value.length > limit)
      return { field: name, value: shown(value), reason: 'too-long', details: { most: limit, length: value.length } };
  }
  const text = JSON.stringify(value);
  if (text.length > jsonText)
    return { field: name, value: shown(value), reason: 'too-long', details: { most: jsonText, length: text.length } };
  return holdsBadText(value) ? { field: name, value: shown(value), reason: 'bad-text' } : undefined;
}

function holdsBadText(value: Json): boolean {
  if (typeof value === 'string') return badText.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, item]) => badText.test(name) || holdsBadText(item));
}

function declared(property: Property, keyword: 'maxLength' | 'maxItems'): number | undefined {
  const limit: unknown = Reflect.get(property, keyword);
  return typeof limit === 'number' ? limit : undefined;
}
