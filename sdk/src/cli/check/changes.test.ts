import { expect, test } from 'vitest';
import type { Changes, Dataset } from '../../dataset.ts';
import { Findings } from '../findings.ts';
import { checkDatasetChanges } from './changes.ts';
import type { Scope } from './scope.ts';

const dataset = {
  row: {
    type: 'object',
    additionalProperties: false,
    properties: {
      code: { type: 'string', format: 'code' },
      title: { type: 'string' },
      status: { type: 'string', enum: ['new', 'closed'] },
      score: { type: 'number' },
      count: { type: 'integer' },
      at: { type: 'string', format: 'date-time' },
      open: { type: 'boolean' },
    },
    required: ['code', 'score'],
  },
  key: ['code', 'at'],
} as const satisfies Dataset;

function errorsOf(changes: Changes): readonly string[] {
  const findings = new Findings();
  const manifest = { id: 'my', datasets: { report: dataset } } as unknown as Scope['manifest'];
  checkDatasetChanges({ manifest, broken: new Set(), findings }, { ...dataset, changes }, ['changes']);
  return findings.errors.map(({ path, message }) => `${path}: ${message}`);
}

test('changes that lead to the dataset as it is are sound', () => {
  const changes: Changes = {
    2: [
      { rename: ['name', 'heading'] },
      { add: 'score', value: 1 },
      { add: 'state', value: 'open' },
      { backfill: 'score', value: { field: 'count' }, where: { any: [{ state: 'odd' }, { not: { heading: { has: 'x' } } }] } },
      { widen: 'score' },
    ],
    3: [{ archive: 'old' }, { rename: ['heading', 'title'] }, { rename: ['number', 'code'] }, { key: ['code', 'day'] }],
    4: [
      { rename: ['state', 'status'] },
      { backfill: 'status', value: 'closed', where: { status: { in: ['open', 'done'] } } },
      { widen: 'day' },
      { rename: ['day', 'at'] },
      { add: 'old_one' },
      { archive: 'old_one' },
    ],
  };
  expect(errorsOf(changes)).toEqual([]);
});

const wrong: readonly (readonly [string, Changes, string])[] = [
  ['a gap', { 2: [{ add: 'open' }], 4: [{ add: 'count' }] }, 'changes[4]: follows 2'],
  ['a field that there never was', { 2: [{ add: 'colour' }] }, 'changes[2][0]: there is no "colour"'],
  ['a new name that there is not', { 2: [{ rename: ['a', 'b'] }] }, 'changes[2][0]: there is no "b"'],
  ['an old name that is still there', { 2: [{ rename: ['count', 'score'] }] }, 'changes[2][0]: "count" is still there'],
  ['a field that is set aside and still there', { 2: [{ archive: 'count' }] }, 'changes[2][0]: "count" is still there'],
  ['a field before it was added', { 2: [{ backfill: 'open', value: true }], 3: [{ add: 'open' }] }, 'changes[2][0]: there is no "open"'],
  ['a value of another type', { 2: [{ add: 'count', value: 'many' }] }, 'changes[2][0].value: "many" is no integer'],
  ['a fraction of a whole number', { 2: [{ backfill: 'count', value: 1.5 }] }, 'changes[2][0].value: 1.5 is no integer'],
  ['a time that is none', { 2: [{ backfill: 'at', value: 'soon' }] }, 'changes[2][0].value: "soon" is no point in time'],
  ['a value that the enum has not', { 2: [{ backfill: 'status', value: 'done' }] }, 'changes[2][0].value: "done" is none of its values'],
  [
    'a copy of what is not there by then',
    { 2: [{ add: 'count', value: { field: 'count' } }] },
    'changes[2][0].value.field: there is no "count" by then',
  ],
  ['a required field without a value', { 2: [{ add: 'score' }] }, 'changes[2][0]: "score" is required, and rows that are there have none'],
  ['a field that cannot have been narrower', { 2: [{ widen: 'open' }] }, 'changes[2][0]: no field widens to boolean'],
  [
    'a condition on what comes later',
    { 2: [{ backfill: 'open', value: true, where: { count: 1 } }], 3: [{ add: 'count' }] },
    'changes[2][0].where.count: the rows have no "count" by then',
  ],
  [
    'a condition of another type',
    { 2: [{ backfill: 'open', value: true, where: { count: 'many' } }] },
    'changes[2][0].where.count: "many" is no number',
  ],
  [
    'a condition on another dataset',
    { 2: [{ backfill: 'open', value: true, where: { 'code.name': 'x' } }] },
    'changes[2][0].where["code.name"]: the rows have no "code.name" by then',
  ],
  ['a key that is not that of the dataset', { 2: [{ key: ['code'] }] }, 'changes[2][0].key: the key is code, at by then'],
  ['a key of what is not there', { 2: [{ key: ['code', 'day'] }] }, 'changes[2][0].key[1]: there is no "day" by then'],
];

test.each(wrong)('%s is told', (_, changes, error) => {
  expect(errorsOf(changes)).toContain(error);
});
