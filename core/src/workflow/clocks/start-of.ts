import { type Dataset, type Json, type Transition, workflowsOf } from '@haidang/sdk';
import type { Row } from '../../data/cells.ts';
import type { Table } from '../../data/table.ts';
import { parseInstant, zone } from '../../data/zone.ts';
import type { NamedClock } from './clocks-of.ts';

/** Says since when a clock counts: for a record that was moved since it was; for a new one since what it says of when it came to where the clock runs, else its business time, unless that lies ahead. */
export function startOf({ entry: { dataset } }: Table, clock: NamedClock): (row: Row, before: Row | undefined, at: number) => number {
  const { time } = dataset;
  const fields = sinceFields(dataset, clock);
  return (row, before, at) => {
    if (before) return at;
    const said = fields.flatMap((field) => instantOf(row[field]) ?? []);
    const since = said.length > 0 ? Math.max(...said) : time === undefined ? undefined : instantOf(row[time]);
    return Math.min(since ?? at, at);
  };
}

/** The fields in which the steps that start a clock note the time; none of one that runs where records begin. */
export function sinceFields(dataset: Dataset, { clock: { runs, rests = [] }, state, initial }: NamedClock): readonly string[] {
  if (runs.includes(initial)) return [];
  const transitions = workflowsOf(dataset).flatMap((workflow) => (workflow.field === state ? Object.values(workflow.transitions) : []));
  const known = new Set([...runs, ...rests]);
  const starts = ({ from, to }: Transition) => runs.includes(to) && from.some((each) => !known.has(each));
  return transitions.filter(starts).flatMap(({ set = {} }) => Object.keys(set).filter((field) => set[field] === 'now'));
}

function instantOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseInstant(value.length === 10 ? `${value}T00:00:00` : value, zone) : undefined;
}
