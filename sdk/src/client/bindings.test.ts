import { expect, test } from 'vitest';
import type { Binding } from '../query.ts';
import { resolveBinding } from './bindings.ts';

const ward = { var: 'ward' };
const of = (where: Binding['where'], vars: { readonly [name: string]: readonly (string | number)[] }) =>
  resolveBinding({ from: 'a/b', ...(where && { where }) }, { vars }).where;

test('a binding without variables is the query itself', () => {
  const query: Binding = {
    from: 'a/b',
    measures: { n: { fn: 'count', where: { status: 'open' } } },
    where: { due_at: { lt: 'now' }, closed_at: { gt: { field: 'due_at' } } },
    time: 'today',
    sort: ['-n'],
  };
  expect(resolveBinding(query, { vars: {} })).toEqual(query);
});

test('one value is equality, several are one of, none drops the test', () => {
  expect(of({ ward, open: true }, { ward: ['a'] })).toEqual({ ward: 'a', open: true });
  expect(of({ ward, open: true }, { ward: ['a', 'b'] })).toEqual({ ward: { in: ['a', 'b'] }, open: true });
  expect(of({ ward, open: true }, { ward: [] })).toEqual({ open: true });
  expect(of({ ward, open: true }, {})).toEqual({ open: true });
  expect(of({ ward }, {})).toBeUndefined();
});

test('a variable within a test', () => {
  expect(of({ age: { gte: { var: 'min' }, lt: 60 } }, { min: [18] })).toEqual({ age: { gte: 18, lt: 60 } });
  expect(of({ age: { gte: { var: 'min' }, lt: 60 } }, {})).toEqual({ age: { lt: 60 } });
  expect(of({ ward: { in: [ward, 'c'] } }, { ward: ['a', 'b'] })).toEqual({ ward: { in: ['a', 'b', 'c'] } });
  expect(of({ ward: { in: [ward, 'c'] } }, {})).toBeUndefined();
  expect(of({ ward: { in: [] } }, {})).toEqual({ ward: { in: [] } });
});

test('several values of a test that takes one are alternatives', () => {
  expect(of({ ward: { within: ward }, open: true }, { ward: ['a', 'b'] })).toEqual({
    all: [{ open: true }, { any: [{ ward: { within: 'a' } }, { ward: { within: 'b' } }] }],
  });
  expect(of({ ward: { within: ward } }, { ward: ['a', 'b'] })).toEqual({ any: [{ ward: { within: 'a' } }, { ward: { within: 'b' } }] });
  expect(of({ title: { has: { var: 'q' } } }, { q: ['rác'] })).toEqual({ title: { has: 'rác' } });
});

test('conditions that lose all their tests go too', () => {
  const where: Binding['where'] = { all: [{ ward }, { any: [{ ward }, { not: { ward } }] }, { status: 'open' }] };
  expect(of(where, {})).toEqual({ status: 'open' });
  expect(of({ not: { ward } }, {})).toBeUndefined();
  expect(of({ not: { ward } }, { ward: ['a'] })).toEqual({ not: { ward: 'a' } });
});

test('a field may be called all, any, not or var', () => {
  expect(of({ all: 'x', any: { gte: 1 }, not: 'z', ward }, { ward: ['a'] })).toEqual({ all: 'x', any: { gte: 1 }, not: 'z', ward: 'a' });
});

test('measures have their own conditions', () => {
  const binding: Binding = { from: 'a/b', measures: { n: { fn: 'count', where: { ward } }, m: { fn: 'max', field: 'x' } } };
  expect(resolveBinding(binding, { vars: { ward: ['a'] } }).measures).toEqual({
    n: { fn: 'count', where: { ward: 'a' } },
    m: { fn: 'max', field: 'x' },
  });
  expect(resolveBinding(binding, { vars: {} }).measures).toEqual({ n: { fn: 'count' }, m: { fn: 'max', field: 'x' } });
});

test('time is the period of the page, boundaries a choice of it', () => {
  const binding: Binding = { from: 'a/b', time: { var: 'time' }, boundaries: { var: 'basis' } };
  expect(resolveBinding(binding, { time: 'month', vars: { basis: ['as-reported'] } })).toEqual({
    from: 'a/b',
    time: 'month',
    boundaries: 'as-reported',
  });
  expect(resolveBinding(binding, { vars: { basis: ['else'] } })).toEqual({ from: 'a/b' });
  expect(resolveBinding({ from: 'a/b', time: { var: 'span' } }, { vars: { span: ['P30D'] } }).time).toEqual({ last: 'P30D' });
});

test('the binding itself stays as it was', () => {
  const binding: Binding = { from: 'a/b', where: { ward } };
  resolveBinding(binding, { vars: { ward: ['a'] } });
  expect(binding).toEqual({ from: 'a/b', where: { ward: { var: 'ward' } } });
});
