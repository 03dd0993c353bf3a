import type { Dataset } from '../../dataset.ts';
import type { Property } from '../../schema.ts';
import { type Place, suggest } from '../findings.ts';
import { fieldNamed, isNumber, isTime, type Scope } from './scope.ts';

/** Checks the names and values of a filter on rows of a dataset. */
export function checkFilter(scope: Scope, dataset: Dataset, filter: unknown, place: Place): void {
  if (typeof filter !== 'object' || filter === null) return;
  for (const key of ['all', 'any', 'not'] as const) {
    if (!(key in filter)) continue;
    const inner: unknown = (filter as { readonly [key: string]: unknown })[key];
    for (const [index, part] of [inner].flat().entries())
      checkFilter(scope, dataset, part, Array.isArray(inner) ? [...place, key, index] : [...place, key]);
    return;
  }
  for (const [name, operand] of Object.entries(filter)) {
    const property = checkField(scope, dataset, name, [...place, name]);
    if (property) checkOperand(scope, dataset, property, operand, [...place, name]);
  }
}

/** A field of the dataset, by its path; tells when there is none such. */
export function checkField(scope: Scope, dataset: Dataset, name: string, place: Place): Property | undefined {
  const property = fieldNamed(scope, dataset, name);
  if (property !== 'unknown') return property;
  scope.findings.error(place, `there is no field "${name}"`, suggest(name, Object.keys(dataset.row.properties)));
  return undefined;
}

function checkOperand(scope: Scope, dataset: Dataset, property: Property, operand: unknown, place: Place): void {
  if (typeof operand !== 'object' || operand === null) {
    checkValue(scope, dataset, property, operand, place);
    return;
  }
  if ('field' in operand || 'var' in operand) {
    checkValue(scope, dataset, property, operand, place);
    return;
  }
  for (const [test, value] of Object.entries(operand)) {
    const at = [...place, test];
    if (test === 'in' && Array.isArray(value))
      for (const [index, item] of value.entries()) checkValue(scope, dataset, property, item, [...at, index]);
    else if (test === 'within') checkWithin(scope, property, value, at);
    else if (test === 'near') {
      if (!isPlace(property)) scope.findings.error(at, 'only tests positions', 'Use it on a field with a geo format');
    } else if (test !== 'empty' && test !== 'has') checkValue(scope, dataset, property, value, at);
  }
}

function checkWithin({ findings }: Scope, property: Property, value: unknown, place: Place): void {
  if (Array.isArray(value) ? isPlace(property) : property.format === 'unit') return;
  findings.error(
    place,
    Array.isArray(value) ? 'is a box, the field is no position' : 'is a unit and all below it, the field is no unit',
    'Use it on a field of that format',
  );
}

function checkValue(scope: Scope, dataset: Dataset, property: Property, value: unknown, place: Place): void {
  const { findings } = scope;
  if (typeof value === 'object' && value !== null) {
    if ('field' in value) checkField(scope, dataset, String(value.field), [...place, 'field']);
    return;
  }
  const { enum: values, items } = property;
  const allowed = values ?? (items as Property | undefined)?.enum;
  if (allowed && !allowed.some((one) => one === value)) {
    findings.error(place, `${JSON.stringify(value)} is none of its values`, suggest(String(value), allowed.map(String)));
    return;
  }
  const expected = isNumber(property) ? 'number' : property.type === 'boolean' ? 'boolean' : 'string';
  if (!allowed && property.type !== 'array' && typeof value !== expected)
    findings.error(place, `${JSON.stringify(value)} is no ${expected}`, `Compare the field with a ${expected}`);
  else if (isTime(property) && typeof value === 'string' && !moment.test(value))
    findings.error(
      place,
      `${JSON.stringify(value)} is no point in time`,
      'Write a date (2026-11-21), an instant with its offset, or now, today, now-3h, today-30d',
    );
}

const moment =
  /^(?:(?:now|today)(?:[+-]\d+(?:s|m|min|h|d|w|mo|y))?|\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?)$/;

function isPlace({ format }: Property): boolean {
  return format?.startsWith('geo-') ?? false;
}
