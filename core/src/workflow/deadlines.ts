import { type Dataset, type Workflow, workflowsOf } from '@haidang/sdk';
import type { Row } from '../data/cells.ts';

/** Fields that the clocks of a workflow write deadlines to. */
export function deadlinesOf({ clocks = {} }: Workflow): readonly string[] {
  return Object.values(clocks).flatMap(({ due, original }) => [due, original].filter((field) => field !== undefined));
}

/** Leaves out of a write the deadlines that it has no value for: a delivery that knows of none takes none away. */
export function withoutEmptyDeadlines(dataset: Dataset): (given: Row) => Row {
  const deadlines = workflowsOf(dataset).flatMap(deadlinesOf);
  if (deadlines.length === 0) return (given) => given;
  return (given) => {
    if (deadlines.every((field) => given[field] !== null)) return given;
    return Object.fromEntries(Object.entries(given).filter(([field, value]) => value !== null || !deadlines.includes(field)));
  };
}
