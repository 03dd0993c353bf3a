import type { Dataset, Workflow } from '@haidang/sdk';
import { deadlinesOf } from './deadlines.ts';

/** Fields of a record that steps alone write, because conditions, deadlines and figures go by them. */
export interface StepFields {
  /** What steps fill by themselves, and what they take a deadline from. */
  readonly filled: ReadonlySet<string>;
  /** Who answers for the record, where a step asks for it. A new record may name somebody. */
  readonly agency: string | undefined;
}

export function stepFieldsOf({ agency }: Dataset, workflow: Workflow): StepFields {
  const steps = Object.values(workflow.transitions);
  const deadlines = new Set(deadlinesOf(workflow));
  const asked = new Set(steps.flatMap(({ needs = [] }) => needs));
  const filled = new Set<string>();
  for (const [field, value] of steps.flatMap(({ set = {} }) => Object.entries(set))) {
    if (value !== 'now' && (typeof value !== 'object' || value === null)) continue;
    if (!deadlines.has(field)) filled.add(field);
    else if (typeof value === 'object' && 'field' in value && asked.has(String(value.field))) filled.add(String(value.field));
  }
  return { filled, agency: agency !== undefined && asked.has(agency) ? agency : undefined };
}
