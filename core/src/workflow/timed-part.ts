import { type Json, workflowsOf } from '@haidang/sdk';
import type { Row, StoredRow } from '../data/cells.ts';
import type { Cells, Dialect } from '../data/dialect/dialect.ts';
import type { Table } from '../data/table.ts';
import { clocksOf } from './clocks/clocks-of.ts';
import { sinceFields } from './clocks/start-of.ts';
import { deadlinesOf } from './deadlines.ts';

/** The fields of a record that clocks and timers look at: where it stands, since when, who answers for it, and its deadlines. Instants stay as they are stored, in milliseconds. */
export interface TimedPart {
  ofCells(cells: Cells): Row;
  ofStored(stored: StoredRow): Row;
}

export function timedPart({ entry: { dataset }, fields, columns }: Table, dialect: Dialect): TimedPart {
  const states = workflowsOf(dataset).flatMap((workflow) => [workflow.field, ...deadlinesOf(workflow)]);
  const since = clocksOf(dataset).flatMap((clock) => sinceFields(dataset, clock));
  const names = new Set<string | undefined>([...states, ...since, dataset.time, dataset.agency]);
  const parts = [...fields].flatMap(([name, { store, column }]) =>
    names.has(name) && store !== 'point' ? [{ name, store, column, place: columns.findIndex((each) => each.name === column) }] : [],
  );
  const rowOf = (cellOf: (part: (typeof parts)[number]) => unknown): Row => {
    const row: { [field: string]: Json } = {};
    for (const part of parts) {
      const value = dialect.decode(part.store, cellOf(part));
      if (value !== undefined) row[part.name] = value as Json;
    }
    return row;
  };
  return { ofCells: (cells) => rowOf(({ place }) => cells[place]), ofStored: (stored) => rowOf(({ column }) => stored[column]) };
}
