import { type Filter, fold, HaidangError, type Test, type Value } from '@haidang/sdk';
import type { DataContext } from '../context.ts';
import { isFreeText } from '../table.ts';
import type { Condition, Constant, FieldRef, Operator, Term } from './condition.ts';
import type { Find } from './source.ts';
import { readConstant, readTerm, readUnit, sameKind } from './values.ts';

interface Reading {
  readonly context: DataContext;
  readonly find: Find;
  readonly place: string;
}

/** Resolves a filter: names to fields, values to the types of these. */
export function readFilter({ filter, ...reading }: Reading & { readonly filter: Filter }): Condition {
  const { place } = reading;
  if (isList(filter, 'all')) return { kind: 'all', of: readAll(filter.all, `${place}.all`, reading) };
  if (isList(filter, 'any')) return { kind: 'any', of: readAll(filter.any, `${place}.any`, reading) };
  if ('not' in filter) return { kind: 'not', of: readFilter({ ...reading, filter: filter.not as Filter, place: `${place}.not` }) };
  const of = Object.entries(filter).map(([path, test]) => {
    const at = `${place}.${path}`;
    return readTests(reading.find(path, at), test as Value | Test, { ...reading, place: at });
  });
  return { kind: 'all', of };
}

function isList<K extends 'all' | 'any'>(filter: Filter, name: K): filter is Filter & { readonly [name in K]: readonly Filter[] } {
  return Array.isArray((filter as { readonly [name: string]: unknown })[name]);
}

function readAll(filters: readonly Filter[], place: string, reading: Reading): readonly Condition[] {
  return filters.map((filter, index) => readFilter({ ...reading, filter, place: `${place}.${index}` }));
}

const operators: { readonly [test in 'gt' | 'gte' | 'lt' | 'lte']: Operator } = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

const tests: ReadonlySet<string> = new Set([...Object.keys(operators), 'in', 'empty', 'has', 'within', 'near']);

function readTests(ref: FieldRef, test: Value | Test, reading: Reading): Condition {
  if (!isTest(test)) return equals(ref, test, reading);
  // A condition that says nothing would open every row, and a scope does not come through the check of a query's shape.
  const unknown = Object.keys(test).find((name) => !tests.has(name));
  if (unknown !== undefined) throw refuse(`${reading.place}.${unknown}`, `There is no test "${unknown}".`);
  const of: Condition[] = [];
  for (const [name, operator] of Object.entries(operators) as [keyof typeof operators, Operator][]) {
    const value = test[name];
    if (value !== undefined) of.push(ordered(ref, operator, value, { ...reading, place: `${reading.place}.${name}` }));
  }
  if (test.in) of.push(oneOf(ref, test.in, { ...reading, place: `${reading.place}.in` }));
  if (test.empty !== undefined) of.push(test.empty ? { kind: 'empty', ref } : { kind: 'not', of: { kind: 'empty', ref } });
  if (test.has !== undefined) of.push(has(ref, test.has, { ...reading, place: `${reading.place}.has` }));
  if (test.within !== undefined) of.push(within(ref, test.within, { ...reading, place: `${reading.place}.within` }));
  if (test.near) of.push(near(ref, test.near, `${reading.place}.near`));
  return { kind: 'all', of };
}

function isTest(test: Value | Test): test is Test {
  return typeof test === 'object' && !('field' in test);
}

function equals(ref: FieldRef, value: Value, reading: Reading): Condition {
  const right = operand(ref, value, reading);
  return { kind: 'compare', left: { kind: 'field', ref }, operator: '=', right };
}

function ordered(ref: FieldRef, operator: Operator, value: Value, reading: Reading): Condition {
  const { store } = ref.columns;
  const isOrdered =
    ref.field.type !== 'unit' && (store === 'integer' || store === 'number' || store === 'instant' || store === 'date' || store === 'text');
  if (!isOrdered) throw refuse(reading.place, `Values of ${ref.path} have no order.`);
  return { kind: 'compare', left: { kind: 'field', ref }, operator, right: operand(ref, value, reading) };
}

function operand(ref: FieldRef, value: Value, { context, find, place }: Reading): Term {
  if (ref.columns.store === 'list') throw refuse(place, `${ref.path} is a list: ask what it \`has\`.`);
  if (typeof value !== 'object') return readTerm(ref, value, context, place);
  const other = find(value.field, place);
  if (!sameKind(ref, other)) throw refuse(place, `${ref.path} and ${other.path} hold values of different kinds.`);
  return { kind: 'field', ref: other };
}

function oneOf(ref: FieldRef, list: readonly Value[], reading: Reading): Condition {
  const constants: Constant[] = [];
  const others: Condition[] = [];
  for (const [index, value] of list.entries()) {
    const place = `${reading.place}.${index}`;
    const right = operand(ref, value, { ...reading, place });
    if (right.kind === 'constant') constants.push(right.value);
    else others.push({ kind: 'compare', left: { kind: 'field', ref }, operator: '=', right });
  }
  const chosen: Condition = { kind: 'one-of', ref, values: constants };
  return others.length === 0 ? chosen : { kind: 'any', of: [chosen, ...others] };
}

function has(ref: FieldRef, value: Value, { place, context }: Reading): Condition {
  if (typeof value === 'object') throw refuse(place, 'A word or an item is expected.');
  if (ref.columns.store === 'list') return { kind: 'item', ref, value: readConstant(ref, value, context, place) };
  if (ref.columns.folded === undefined || !isFreeText(ref.field))
    throw refuse(place, `${ref.path} holds neither text to search in nor a list.`);
  if (typeof value !== 'string') throw refuse(place, 'Words are expected.');
  return {
    kind: 'words',
    ref,
    column: ref.columns.folded,
    words: fold(value)
      .split(' ')
      .filter((word) => word !== ''),
  };
}

function within(ref: FieldRef, value: Exclude<Test['within'], undefined>, { place, context }: Reading): Condition {
  if (typeof value === 'object' && 'length' in value) {
    if (ref.columns.store !== 'point') throw refuse(place, `${ref.path} is not a position.`);
    const [, south, , north] = value;
    if (south > north) throw refuse(place, 'The box is [west, south, east, north].');
    return { kind: 'box', ref, box: value };
  }
  if (ref.field.type !== 'unit' || typeof value !== 'string') throw refuse(place, `${ref.path} is not a unit that lies in another.`);
  return { kind: 'below', ref, unit: readUnit(value, context, place) };
}

function near(ref: FieldRef, [longitude, latitude, metres]: Exclude<Test['near'], undefined>, place: string): Condition {
  if (ref.columns.store !== 'point') throw refuse(place, `${ref.path} is not a position.`);
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90 || metres < 0)
    throw refuse(place, 'A position in degrees and a distance in metres are expected: [longitude, latitude, metres].');
  return { kind: 'near', ref, point: [longitude, latitude], metres };
}

function refuse(path: string, reason: string): HaidangError {
  return new HaidangError('bad-request', { path, reason });
}
