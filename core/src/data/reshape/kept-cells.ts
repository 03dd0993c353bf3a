import type { Knex } from 'knex';
import type { Dialect } from '../dialect/dialect.ts';
import { cellColumns } from '../rollup/rollup.ts';
import { readStates } from '../rollup/state.ts';
import { cellIndex } from '../rollup/tables.ts';
import type { FieldColumns } from '../table.ts';
import { parseInstant, zone } from '../zone.ts';
import type { Step } from './plan.ts';

// Cells that rows which are gone have left behind cannot be made again: they take the steps that the rows take.

/** The table of a roll-up. */
interface CellPlace {
  readonly name: string;
  readonly columns: Set<string>;
}

interface Making {
  readonly connection: Knex;
  readonly dialect: Dialect;
  readonly place: CellPlace;
}

/** The roll-ups of a dataset, those too that no indicator asks for now. */
export async function cellPlaces(connection: Knex, dialect: Dialect, dataset: string): Promise<readonly CellPlace[]> {
  const places: CellPlace[] = [];
  for (const { name, ...state } of await readStates(connection))
    if (state.dataset === dataset) places.push({ name, columns: new Set(await dialect.columnsOf(connection, name)) });
  return places;
}

/** Takes the steps that cells have to take; of all others rows tell. */
export async function keptAfter(steps: readonly Step[], making: Making): Promise<void> {
  const { connection, place } = making;
  if (place.columns.size === 0) return;
  await connection(place.name).where(cellColumns.kept, 0).delete();
  // Its columns may be set aside.
  await connection.raw('DROP INDEX IF EXISTS ??', [cellIndex(place.name)]);
  for (const step of steps) {
    if (step.kind === 'rename') for (const [from, to] of step.columns) await rename(from, to, making);
    if (step.kind === 'convert') await convert(step.from, step.to, making);
  }
}

async function rename(from: string, to: string, { connection, place }: Making): Promise<void> {
  if (!place.columns.delete(from)) return;
  await connection.raw('ALTER TABLE ?? RENAME COLUMN ?? TO ??', [place.name, from, to]);
  place.columns.add(to);
  await connection(place.name)
    .where({ [cellColumns.slice]: from })
    .update({ [cellColumns.slice]: to });
}

/** Days become the instants at which they begin; figures are stored so that they need nothing. */
async function convert(from: string, { column, store }: FieldColumns, { connection, dialect, place }: Making): Promise<void> {
  if (store !== 'instant' || !place.columns.has(from)) return;
  const to = { name: column, store } as const;
  await connection.raw(`ALTER TABLE ?? ADD COLUMN ?? ${dialect.columnType(store)}`, [place.name, column]);
  place.columns.add(column);
  const days: readonly string[] = await connection(place.name).distinct(from).whereNotNull(from).pluck(from);
  await dialect.update(connection, {
    table: place.name,
    key: [{ name: from, store: 'date' }],
    columns: [to],
    rows: days.map((day) => [day, parseInstant(`${day}T00:00`, zone)]),
  });
}
