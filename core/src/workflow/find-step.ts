import { type Dataset, type Json, type Transition, type Workflow, workflowsOf } from '@haidang/sdk';
import type { Row } from '../data/cells.ts';

/** A transition, and the workflow that it belongs to. */
export interface FoundStep {
  readonly name: string;
  readonly workflow: Workflow;
  readonly transition: Transition;
}

/** Every step of a dataset. Names are unique over its workflows. */
export function stepsOf(dataset: Dataset): readonly FoundStep[] {
  return workflowsOf(dataset).flatMap((workflow) =>
    Object.entries(workflow.transitions).map(([name, transition]) => ({ name, workflow, transition })),
  );
}

/** Steps that lead on from where a record stands. */
export function stepsFrom(dataset: Dataset, row: Row): readonly FoundStep[] {
  return stepsOf(dataset).filter(({ workflow, transition }) => isFrom(transition, row[workflow.field]));
}

function isFrom({ from }: Transition, state: Json | undefined): boolean {
  return typeof state === 'string' && from.includes(state);
}
