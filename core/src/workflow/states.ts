import { type Dataset, type Json, workflowsOf } from '@haidang/sdk';
import type { Knex } from 'knex';
import type { Dialect } from '../data/dialect/dialect.ts';
import type { Deed } from '../data/journal.ts';
import type { Changed } from '../data/plan.ts';
import type { Column, Table } from '../data/table.ts';
import { actionOf } from './duties.ts';
import { stepsOf } from './find-step.ts';
import { movedAt, type TakenBack } from './moved.ts';

const name = 'workflow_state';

/** How a record came to where it is, for each field that says where it stands. Records that never moved have no row. */
const columns: readonly Column[] = [
  { name: 'dataset', store: 'text' },
  { name: 'record', store: 'integer' },
  { name: 'field', store: 'text' },
  { name: 'way', store: 'text' },
  { name: 'entered_at', store: 'instant' },
];
const key = ['dataset', 'record', 'field'];

/** The states that a record went through, the last one last; a step back takes the last one away. */
type Way = readonly { readonly state: string; readonly until: number }[];

/** So many steps back can be taken one after the other. */
const longest = 16;

/** The state before the present one, and when that was entered. */
export interface StateHistory {
  readonly previous: string;
  readonly enteredAt: number;
}

/** Creates the table where it is missing. */
export async function createStates(connection: Knex, dialect: Dialect): Promise<void> {
  const list = columns.map((column) => `${column.name} ${dialect.columnType(column.store)} NOT NULL`).join(', ');
  await connection.raw(`CREATE TABLE IF NOT EXISTS ${name} (${list}, PRIMARY KEY (${key.join(', ')}))${dialect.tableOptions}`);
}

interface Kept {
  readonly table: Table;
  readonly changed: readonly Pick<Changed, 'id' | 'fields'>[];
  readonly deed: Deed;
}

/** Notes which states records have left, in the transaction that moves them. Gives those that a step has taken back to where they were. */
export async function noteStates(connection: Knex, dialect: Dialect, kept: Kept): Promise<ReadonlyMap<number, TakenBack>> {
  const { table, deed } = kept;
  const back = new Map<number, TakenBack>();
  const moves = movesOf(kept);
  if (moves.length === 0) return back;
  const dataset = table.entry.name;
  const ways = await readWays(connection, dataset, moves);
  const backwards = fieldTakenBack(table.entry.dataset, deed);
  const at = movedAt({ deed });
  const rows = moves.map(({ id, field, left, now }) => {
    const way = ways.get(`${id} ${field}`) ?? [];
    const last = way.at(-1);
    const isBack = field === backwards && last?.state === now;
    if (isBack) back.set(id, { field, leftAt: last.until });
    const next: Way = isBack ? way.slice(0, -1) : [...way, { state: left, until: at }].slice(-longest);
    return [dataset, id, field, JSON.stringify(next), at];
  });
  await dialect.insert(connection, { table: name, columns, rows, conflict: key });
  return back;
}

interface Move {
  readonly id: number;
  readonly field: string;
  readonly left: string;
  readonly now: Json;
}

function movesOf({ table, changed }: Kept): readonly Move[] {
  return workflowsOf(table.entry.dataset).flatMap(({ field }) =>
    changed.flatMap(({ id, fields }): readonly Move[] => {
      const change = fields[field];
      const [left, now = null] = typeof change === 'object' ? change : [];
      return typeof left === 'string' && now !== null ? [{ id, field, left, now }] : [];
    }),
  );
}

/** The field of which a deed takes the state back. */
function fieldTakenBack(dataset: Dataset, { action }: Deed): string | undefined {
  return stepsOf(dataset).find((step) => step.transition.to === 'previous' && actionOf(step.name) === action)?.workflow.field;
}

async function readWays(connection: Knex, dataset: string, moves: readonly Move[]): Promise<ReadonlyMap<string, Way>> {
  const records = [...new Set(moves.map(({ id }) => id))];
  const rows: StoredWay[] = await connection(name).where({ dataset }).whereIn('record', records);
  return new Map(rows.map((row) => [`${row.record} ${row.field}`, wayOf(row)]));
}

/** What is known of a record's states, by field; nothing where it stands where it began. */
export async function statesOf(connection: Knex, dataset: string, record: number): Promise<ReadonlyMap<string, StateHistory>> {
  const rows: StoredWay[] = await connection(name).where({ dataset, record });
  return new Map(
    rows.flatMap((row) => {
      const last = wayOf(row).at(-1);
      return last ? [[row.field, { previous: last.state, enteredAt: Number(row.entered_at) }]] : [];
    }),
  );
}

interface StoredWay {
  readonly record: number;
  readonly field: string;
  readonly way: string;
  readonly entered_at: number;
}

function wayOf({ way }: StoredWay): Way {
  return JSON.parse(way);
}

/** Forgets records that are removed. */
export async function forgetStates(connection: Knex, { entry }: Table, records: readonly number[]): Promise<void> {
  if (workflowsOf(entry.dataset).length > 0) await connection(name).where({ dataset: entry.name }).whereIn('record', records).delete();
}
