import type { Dataset, Workflow } from '@haidang/sdk';
import { describe, expect, test } from 'vitest';
import { workflowFault } from './faults.ts';
import { matter } from './testing.ts';

const states = { type: 'string', enum: ['new', 'done'] } as const;
const of = (workflow: Dataset['workflow']): Dataset =>
  ({
    row: { type: 'object', additionalProperties: false, properties: { code: { type: 'string' }, state: states, stage: states } },
    key: ['code'],
    workflow,
  }) as Dataset;
const one = (field: string, ...steps: readonly string[]): Workflow => ({
  field,
  initial: 'new',
  transitions: Object.fromEntries(steps.map((name) => [name, { from: ['new'], to: 'done' }])),
});

describe('a workflow', () => {
  test('that is sound has no fault, nor have two of one dataset', () => {
    expect(workflowFault(matter)).toBeUndefined();
    expect(workflowFault(of({ a: one('state', 'go'), b: one('stage', 'send') }))).toBeUndefined();
  });

  test.each([
    ['over a field without states', of(one('code')), 'the field "code" lists no states'],
    ['over a field that is not there', of(one('gone')), 'the field "gone" lists no states'],
    ['with a step under the name of a permission of its own', of(one('state', 'source')), 'no step may be called "source"'],
    ['twice over one field', of({ a: one('state', 'go'), b: one('state', 'send') }), '"state" is there twice'],
    ['with one step twice', of({ a: one('state', 'go'), b: one('stage', 'go') }), '"go" is there twice'],
  ])('%s is told', (_, dataset, fault) => {
    expect(workflowFault(dataset)).toBe(fault);
  });
});
