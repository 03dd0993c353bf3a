import type { Row } from '../data/cells.ts';
import type { Sql } from '../data/dialect/dialect.ts';
import { fromWhere } from '../data/query/compile-source.ts';
import type { Moment } from '../data/query/moment.ts';
import type { Found, Reading } from '../data/query/reading.ts';
import type { Source } from '../data/query/source.ts';
import { identifier, join, sql, whole } from '../data/query/sql.ts';
import { system, type Table } from '../data/table.ts';
import { parseInstant } from '../data/zone.ts';

/** The dataset whose rows turn overdue by the clock alone. */
export const releases = 'core/release_calendar';

/** States in which a release is still to come. */
const open = ['due', 'entered', 'checked', 'submitted', 'approved'] as const;

/** Releases as they stand at an instant: what is due and not released is overdue from the moment on, whenever anybody looks. `rows` is the table, or what it was. */
export function releasesAt(table: Table, rows: Sql, now: number): Sql {
  const names = [...Object.values(system), ...table.columns.map(({ name }) => name)];
  const states = join(
    open.map((state) => sql`${state}`),
    ', ',
  );
  const isLate = sql`${identifier('released_at')} IS NULL AND ${identifier('due_at')} <= ${whole(now)} AND ${identifier('state')} IN (${states})`;
  const columns = names.map((name) =>
    name === 'state'
      ? sql`CASE WHEN ${isLate} THEN ${'overdue'} ELSE ${identifier('state')} END AS ${identifier('state')}`
      : identifier(name),
  );
  return sql`(SELECT ${join(columns, ', ')} FROM ${rows} AS ${identifier('kept')})`;
}

/** The same of one record. */
export function releaseAt(row: Row, now: number): Row {
  const due = typeof row.due_at === 'string' ? parseInstant(row.due_at) : undefined;
  const isLate = row.released_at === undefined && due !== undefined && due <= now && open.some((state) => state === row.state);
  return isLate ? { ...row, state: 'overdue' } : row;
}

/** Asks when the next release falls due: until then the clock alone changes nothing. */
export function askNextDue(source: Source, reading: Reading, at: Moment): (found: Found) => number | undefined {
  const [due, released] = ['due_at', 'released_at'].map((name) => identifier(source.alias, name));
  const selected = reading.select({
    columns: [{ name: 'due', store: 'instant' }],
    statement: sql`SELECT min(${due ?? sql`NULL`}) AS due ${fromWhere(source, undefined, at)} AND ${due ?? sql`NULL`} > ${whole(at.now)} AND ${released ?? sql`NULL`} IS NULL`,
  });
  return (found) => {
    const at = selected.rows(found)[0]?.[0];
    return at === null || at === undefined ? undefined : Number(at);
  };
}
