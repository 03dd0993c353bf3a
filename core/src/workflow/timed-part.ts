import { workflowsOf } from '@haidang/sdk';
import { type Row, type StoredRow, toRow } from '../data/cells.ts';
import type { Cells, Dialect } from '../data/dialect/dialect.ts';
import type { Table } from '../data/table.ts';
import { clocksOf } from './clocks/clocks-of.ts';
import { sinceFields } from './clocks/start-of.ts';
import { deadlinesOf } from './deadlines.ts';

/** The fields of a record that clocks and timers look at: where it stands, since when, who answers for it, and its deadlines. */
export interface TimedPart {
  ofCells(cells: Cells): Row;
  ofStored(stored: StoredRow): Row;
}

export function timedPart(table: Table, dialect: Dialect): TimedPart {
  const { dataset } = table.entry;
  const states = workflowsOf(dataset).flatMap((workflow) => [workflow.field, ...deadlinesOf(workflow)]);
  const since = clocksOf(dataset).flatMap((clock) => sinceFields(dataset, clock));
  const names = new Set<string | undefined>([...states, ...since, dataset.time, dataset.agency]);
  const fields = new Map([...table.fields].filter(([name]) => names.has(name)));
  const places = [...fields.values()].map(({ column }) => [column, table.columns.findIndex(({ name }) => name === column)] as const);
  const ofStored = (stored: StoredRow) => toRow({ ...table, fields }, dialect, stored);
  return { ofStored, ofCells: (cells) => ofStored(Object.fromEntries(places.map(([column, place]) => [column, cells[place]]))) };
}
