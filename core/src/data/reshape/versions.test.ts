import { type Changes, type Dataset, schema } from '@haidang/sdk';
import { expect, it } from 'vitest';
import { asideName, originOf } from './versions.ts';

function dataset(changes?: Changes): Dataset {
  return { row: schema({ properties: { code: { type: 'string' } } }), key: ['code'], ...(changes && { changes }) };
}

it.each<readonly [name: string, changes: Changes | undefined, origin: string]>([
  ['kind', undefined, 'kind'],
  ['category', { 2: [{ rename: ['kind', 'category'] }], 3: [{ widen: 'category' }] }, 'kind'],
  ['last', { 2: [{ rename: ['first', 'middle'] }], 3: [{ rename: ['middle', 'last'] }] }, 'first'],
  // The name of another field, which was set aside, or is called otherwise now.
  ['category', { 2: [{ archive: 'category' }, { rename: ['field', 'category'] }] }, 'field'],
  ['kind', { 2: [{ archive: 'kind' }], 3: [{ add: 'kind' }] }, 'kind__since_v2'],
  ['kind', { 2: [{ rename: ['kind', 'category'] }] }, 'kind__since_v2'],
  ['a', { 2: [{ rename: ['a', 'b'] }], 3: [{ rename: ['c', 'a'] }] }, 'c'],
])('%s after %j has come from %s', (name, changes, origin) => {
  expect(originOf(name, dataset(changes))).toBe(origin);
});

it('fields that are set aside have names that a database takes, each its own', () => {
  expect(asideName('kind', 2)).toBe('kind__v2');
  const [long, other] = [asideName('b'.repeat(60), 2), asideName('b'.repeat(61), 2)];
  expect(long.length).toBeLessThan(57);
  expect(long).not.toBe(other);
});
