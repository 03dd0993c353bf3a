import { HaidangError } from '@haidang/sdk';
import type { DataContext } from '../context.ts';
import { unitFault } from '../unit-fault.ts';
import { isDate, parseInstant, zone } from '../zone.ts';
import type { Constant, FieldRef, Term } from './condition.ts';
import { parseMoment } from './shift.ts';

/** What a field is compared with: a constant of its type, or a moment that moves with the clock. */
export function readTerm(ref: FieldRef, value: Constant, context: DataContext, place: string): Term {
  const { store } = ref.columns;
  if ((store === 'instant' || store === 'date') && typeof value === 'string') {
    const moment = parseMoment(value);
    if (moment) return { kind: 'moment', moment, as: store };
  }
  return { kind: 'constant', value: readConstant(ref, value, context, place) };
}

/** A value as the field stores it. */
export function readConstant({ path, field, columns }: FieldRef, value: Constant, context: DataContext, place: string): Constant {
  const refuse = (expected: string, details: object = {}) =>
    new HaidangError('bad-request', { path: place, field: path, value, reason: `${expected} is expected.`, ...details });
  switch (columns.store) {
    case 'instant': {
      const instant =
        typeof value !== 'string' ? undefined : isDate(value) ? parseInstant(`${value}T00:00`, zone) : parseInstant(value, zone);
      if (instant === undefined) throw refuse('A date or an instant as in ISO 8601');
      return instant;
    }
    case 'date':
      if (typeof value !== 'string' || !isDate(value)) throw refuse('A date as in ISO 8601');
      return value;
    case 'integer':
    case 'number':
      if (typeof value !== 'number') throw refuse('A number');
      return checkListed(field.property.enum, value, refuse);
    case 'boolean':
      if (typeof value !== 'boolean') throw refuse('true or false');
      return value;
    case 'list': {
      const items = field.property.items;
      const listed: unknown = items && Reflect.get(items, 'enum');
      const type: unknown = items && Reflect.get(items, 'type');
      const given = typeof value === 'number' ? (Number.isInteger(value) ? ['integer', 'number'] : ['number']) : [typeof value];
      if (typeof type === 'string' && !given.includes(type)) throw refuse(`An item of type ${type}`);
      return checkListed(Array.isArray(listed) ? listed : undefined, typeof value === 'string' ? value.normalize('NFC') : value, refuse);
    }
    case 'text':
      if (typeof value !== 'string') throw refuse('Text');
      if (field.type === 'unit') return readUnit(value, context, place);
      if (field.ref !== undefined && (value === 'this_agency' || value === 'me'))
        throw new HaidangError('bad-request', { path: place, value, reason: 'This word is not computed yet.' });
      return checkListed(field.property.enum, value.normalize('NFC'), refuse);
    default:
      throw refuse('A test that fits this field (`empty`)');
  }
}

/** A unit that the centre knows, by `code@version` or as `this_unit`. */
export function readUnit(value: string, context: DataContext, place: string): string {
  const key = value === 'this_unit' ? context.ioc.unit : value;
  const fault = unitFault(place, key, context.units);
  if (!fault) return key;
  throw new HaidangError(fault.reason === 'unit-version-missing' ? 'unit-version-missing' : 'unknown-unit', {
    path: place,
    unit: key,
    ...fault.details,
  });
}

/** Whether two fields can be compared: both numbers, both text, or of the same type. */
export function sameKind(a: FieldRef, b: FieldRef): boolean {
  const kind = kindOf(a);
  return kind !== undefined && kind === kindOf(b);
}

function kindOf({ columns, field }: FieldRef): string | undefined {
  const { store } = columns;
  if (store === 'integer' || store === 'number') return 'number';
  if (store === 'json' || store === 'list' || store === 'point') return undefined;
  return field.type === 'unit' ? 'unit' : store;
}

function checkListed(
  listed: readonly unknown[] | undefined,
  value: Constant,
  refuse: (expected: string, details: object) => HaidangError,
): Constant {
  if (listed && !listed.includes(value)) throw refuse('One of the values of this field', { allowed: listed });
  return value;
}
