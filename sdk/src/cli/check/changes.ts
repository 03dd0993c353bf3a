import type { Change, Changes, Dataset } from '../../dataset.ts';
import type { Property, Scalar } from '../../schema.ts';
import { type Place, suggest } from '../findings.ts';
import { checkFilter } from './filter.ts';
import { isNumber, isTime, type Scope } from './scope.ts';

/** Fields that there are at some moment of the changes, each as it is in the end; of those that are set aside later only the name is known. */
type Fields = ReadonlyMap<string, Property | undefined>;

/** What the changes of a dataset have to agree with, looked at from the end backwards. */
interface Meaning {
  readonly scope: Scope;
  readonly dataset: Dataset;
  /** The key by then; nothing before the first change of it. */
  key: readonly string[] | undefined;
  /** Fields whose rows get other values later. */
  readonly rewritten: Set<Property>;
}

/** Changes are numbered from 2 without gaps; going back from what there is now, each finds what it makes and nothing of what it takes away. */
export function checkChanges(scope: Scope, changes: Changes, properties: { readonly [name: string]: Property }, place: Place): void {
  check(scope, changes, properties, place);
}

/** The same for changes of a dataset, whose rows have to be able to follow. */
export function checkDatasetChanges(scope: Scope, dataset: Dataset, place: Place): void {
  if (!dataset.changes) return;
  check(scope, dataset.changes, dataset.row.properties, place, { scope, dataset, key: dataset.key, rewritten: new Set() });
}

function check(scope: Scope, changes: Changes, properties: { readonly [name: string]: Property }, place: Place, meaning?: Meaning): void {
  const versions = Object.keys(changes)
    .map(Number)
    .sort((a, b) => a - b);
  for (const [index, version] of versions.entries()) {
    if (version === index + 2) continue;
    scope.findings.error([...place, version], `follows ${index + 1}`, `Number changes from 2 without gaps: this is ${index + 2}`);
    return;
  }
  let fields: Fields = new Map(Object.entries(properties));
  for (const version of versions.toReversed())
    for (const [index, change] of [...(changes[version] ?? []).entries()].toReversed()) {
      const at = [...place, version, index];
      const before = undo(scope, change, fields, at);
      if (meaning) checkMeaning(meaning, change, before, fields, at);
      fields = before;
    }
}

/** The fields before a change. */
function undo({ findings }: Scope, change: Change, fields: Fields, place: Place): Fields {
  const before = new Map(fields);
  const needs = (name: string) => {
    if (!fields.has(name)) findings.error(place, `there is no "${name}"`, suggest(name, [...fields.keys()]));
  };
  const frees = (name: string) => {
    if (fields.has(name)) findings.error(place, `"${name}" is still there`, 'Take it out, or add it anew afterwards');
  };
  if ('add' in change) {
    needs(change.add);
    before.delete(change.add);
  } else if ('rename' in change) {
    const [from, to] = change.rename;
    needs(to);
    frees(from);
    before.delete(to);
    before.set(from, fields.get(to));
  } else if ('archive' in change) {
    frees(change.archive);
    before.set(change.archive, undefined);
  } else if ('widen' in change) needs(change.widen);
  else if ('backfill' in change) needs(change.backfill);
  return before;
}

function checkMeaning(meaning: Meaning, change: Change, before: Fields, fields: Fields, place: Place): void {
  const { findings } = meaning.scope;
  if ('add' in change) {
    const property = fields.get(change.add);
    if (change.value !== undefined) checkGiven(meaning, property, change.value, before, [...place, 'value']);
    else if (property && meaning.dataset.row.required?.some((name) => meaning.dataset.row.properties[name] === property))
      findings.error(place, `"${change.add}" is required, and rows that are there have none`, 'Give it a value, or do not require it');
  } else if ('rename' in change) {
    const [from, to] = change.rename;
    meaning.key = meaning.key?.map((name) => (name === to ? from : name));
  } else if ('widen' in change) checkWide(meaning.scope, fields.get(change.widen), place);
  else if ('backfill' in change) {
    checkGiven(meaning, fields.get(change.backfill), change.value, fields, [...place, 'value']);
    if (change.where) checkWhere(meaning, change.where, fields, [...place, 'where']);
    const property = fields.get(change.backfill);
    if (property) meaning.rewritten.add(property);
  } else if ('key' in change) {
    for (const [index, name] of change.key.entries())
      if (!fields.has(name)) findings.error([...place, 'key', index], `there is no "${name}" by then`, suggest(name, [...fields.keys()]));
    if (meaning.key && meaning.key.join() !== change.key.join())
      findings.error([...place, 'key'], `the key is ${meaning.key.join(', ')} by then`, 'Write the key as the dataset has it');
    meaning.key = undefined;
  }
}

/** A value that a field can hold: in the end one of its values, on the way only one of its type. */
function checkGiven(
  { scope: { findings }, rewritten }: Meaning,
  property: Property | undefined,
  value: Scalar | { readonly field: string },
  fields: Fields,
  place: Place,
): void {
  if (typeof value === 'object') {
    if (!fields.has(value.field))
      findings.error([...place, 'field'], `there is no "${value.field}" by then`, suggest(value.field, [...fields.keys()]));
    return;
  }
  if (!property) return;
  const expected = isNumber(property) ? 'number' : property.type;
  const isFit = typeof value === expected && (property.type !== 'integer' || Number.isInteger(value));
  if (!isFit) findings.error(place, `${JSON.stringify(value)} is no ${property.type}`, `Write a value of type ${property.type}`);
  else if (isTime(property) && !/^\d{4}-\d{2}-\d{2}/.test(String(value)))
    findings.error(place, `${JSON.stringify(value)} is no point in time`, 'Write a date (2026-11-21) or an instant with its offset');
  else if (property.enum && !property.enum.includes(value) && !rewritten.has(property))
    findings.error(place, `${JSON.stringify(value)} is none of its values`, suggest(String(value), property.enum.map(String)));
}

function checkWide({ findings }: Scope, property: Property | undefined, place: Place): void {
  if (!property) return;
  const { type, format } = property;
  const isWide = type === 'number' || (type === 'string' && (format === undefined || format === 'text' || format === 'date-time'));
  if (!isWide)
    findings.error(
      place,
      `no field widens to ${format ?? type}`,
      'Fields widen from integer to number, from code to string, from string to text, from date to date-time; more values of an enum need no change',
    );
}

/** Conditions ask the fields that rows have by then, with values that may be gone since. */
function checkWhere(meaning: Meaning, filter: object, fields: Fields, place: Place): void {
  for (const [name, operand] of Object.entries(filter)) {
    const at = [...place, name];
    if (name === 'all' || name === 'any' || name === 'not') {
      for (const part of [operand].flat()) checkWhere(meaning, part, fields, at);
      continue;
    }
    if (!fields.has(name)) {
      meaning.scope.findings.error(at, `the rows have no "${name}" by then`, suggest(name, [...fields.keys()]));
      continue;
    }
    if (fields.get(name) === undefined) continue;
    const properties = Object.fromEntries([...fields].map(([each, property = {}]) => [each, withoutValues(property)]));
    const dataset = { ...meaning.dataset, row: { ...meaning.dataset.row, properties } };
    checkFilter(meaning.scope, dataset, { [name]: operand }, place);
  }
}

function withoutValues({ enum: _, ...property }: Property): Property {
  return property;
}
