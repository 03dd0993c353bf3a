import { type Dataset, type Workflow, workflowsOf } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { Row } from '../data/cells.ts';
import type { DatasetEntry } from '../registry.ts';

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

/** Leaves the original deadlines of a record as they are in what another system delivers: they are written once, and the rest of the row counts. Everybody else is refused. */
export function keepOriginals({ name, dataset }: DatasetEntry, caller: Caller): (row: Row, before: Row | undefined) => Row {
  const clocks = workflowsOf(dataset).flatMap(({ clocks = {} }) => Object.values(clocks));
  const originals = clocks.flatMap(({ original }) => original ?? []);
  if (originals.length === 0 || caller.isSystem || !caller.can(`${name}.source`)) return (row) => row;
  return (row, before) => {
    if (!before) return row;
    const written = originals.flatMap((field) => (before[field] === undefined ? [] : [[field, before[field]] as const]));
    return { ...row, ...Object.fromEntries(written) };
  };
}
