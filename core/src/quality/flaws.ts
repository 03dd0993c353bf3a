import type { DataContext } from '../data/context.ts';
import type { Cells, Selection, Sql } from '../data/dialect/dialect.ts';
import { utcOf } from '../data/query/calendar.ts';
import { columnOf } from '../data/query/compile-condition.ts';
import type { Moment } from '../data/query/moment.ts';
import { keyOf } from '../data/query/source.ts';
import { identifier, join, sql, whole } from '../data/query/sql.ts';
import { type Column, type FieldColumns, isFreeText, keyColumns } from '../data/table.ts';
import type { Field } from '../registry.ts';
import type { Assessed } from './assessed.ts';
import { validityOf } from './suppliers.ts';
import { boundOf, type TimeStore, type Window } from './window.ts';

/** What can be wrong with a row that was kept. */
export type FlawKind = 'orphan' | 'unit-not-valid' | 'outlier' | 'not-normalised';

/** Something wrong with a value of a row. */
export interface Flaw {
  readonly kind: FlawKind;
  readonly field: Field;
  /** Cells of the row's key. */
  readonly key: Cells;
  readonly supplier: string | undefined;
  readonly agency: string | undefined;
  readonly value: unknown;
}

/** How far from the middle a value may lie: modified z-score of Iglewicz and Hoaglin, "How to Detect and Handle Outliers" (1993). */
const [zScale, zMost] = [0.6745, 3.5];
/** Of fewer values nobody can say what is usual. */
const fewestValues = 12;
/** Flaws of one kind in one field that are looked at one by one; the others are only counted, and follow as these are mended. */
const mostFlaws = 20_000;

/** What is asked about one kind of flaw in one field. */
export interface AskedFlaws extends Pick<Flaw, 'kind' | 'field'> {
  readonly selection: Selection;
  flaws(rows: readonly Cells[]): readonly Flaw[];
  /** How many there are, by supplier: asked where there are more than are looked at. */
  readonly counts: Selection;
}

/** Whether there may be more than were read. */
export function hasMore(rows: readonly Cells[]): boolean {
  return rows.length === mostFlaws;
}

interface Looking {
  readonly assessed: Assessed;
  readonly context: DataContext;
  readonly window: Window;
  readonly supplier: Sql;
  /** FROM and WHERE of the rows in the window. */
  readonly rows: Sql;
  readonly at: Moment;
}

/** SELECTs that find what is wrong with rows, and what their rows say. */
export function askFlaws(looking: Looking): readonly AskedFlaws[] {
  const { assessed, supplier } = looking;
  const { table } = assessed.source;
  const keys = keyColumns(table);
  const agency = assessed.entry.dataset.agency;
  const agencyColumn = agency === undefined ? sql`NULL` : columnOf(assessed.source.resolve(agency, 'agency'));
  const asked = [...table.fields.values()].flatMap((field) => kindsOf(field, looking).map((kind) => ({ ...kind, field })));
  return asked.map(({ kind, field, find }, index) => {
    const store = field.store === 'point' ? 'number' : field.store;
    const columns: Column[] = [
      ...keys.map((key, place) => ({ name: `k${place}`, store: key.store })),
      { name: 'g0', store: 'text' },
      { name: 'a', store: 'text' },
      { name: 'v', store },
    ];
    const cells = [...keys.map(({ name }) => identifier('t', name)), supplier, agencyColumn, identifier('t', field.column)];
    const list = join(
      cells.map((cell, place) => sql`${cell} AS ${identifier(columns[place]?.name ?? '')}`),
      ', ',
    );
    const order = join(
      ['g0', ...keys.map((_, place) => `k${place}`)].map((name) => identifier(name)),
      ', ',
    );
    return {
      kind,
      field: field.field,
      // In an order, so that the same ones are looked at until they are mended.
      selection: { name: `f${index}`, columns, statement: sql`${find(list)} ORDER BY ${order} LIMIT ${whole(mostFlaws)}` },
      counts: {
        name: `c${index}`,
        columns: [
          { name: 'g0', store: 'text' },
          { name: 'n', store: 'integer' },
        ],
        statement: sql`SELECT g0, count(*) AS n FROM (${find(list)}) AS c GROUP BY g0`,
      },
      flaws: (rows) =>
        rows.map((row): Flaw => {
          const [of, by, value] = row.slice(keys.length);
          return {
            kind,
            field: field.field,
            key: row.slice(0, keys.length),
            supplier: of === null ? undefined : String(of),
            agency: by === null ? undefined : String(by),
            value,
          };
        }),
    };
  });
}

interface Kind {
  readonly kind: FlawKind;
  find(list: Sql): Sql;
}

function kindsOf(field: FieldColumns, looking: Looking): readonly Kind[] {
  const { assessed, context, rows } = looking;
  const column = identifier('t', field.column);
  const kinds: Kind[] = [];
  const among = (kind: FlawKind, test: Sql) => kinds.push({ kind, find: (list) => sql`SELECT ${list} ${rows} AND ${test}` });
  const { ref, type } = field.field;
  const other = ref === undefined ? undefined : context.tables.get(ref);
  const key = keyOf(other);
  if (other && key && key.store === field.store)
    among(
      'orphan',
      sql`${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${identifier(other.name)} AS o WHERE ${identifier('o', key.column)} = ${column})`,
    );
  const invalid = type === 'unit' ? invalidUnit(column, looking) : undefined;
  if (invalid) among('unit-not-valid', invalid);
  if (isFreeText(field.field) && type === 'string') among('not-normalised', sql`${column} <> trim(${column})`);
  const isNumber = field.store === 'integer' || field.store === 'number';
  if (isNumber && assessed.schedule && !assessed.entry.dataset.key.includes(field.field.name) && ref === undefined)
    kinds.push({ kind: 'outlier', find: (list) => outliers(column, list, looking) });
  return kinds;
}

/** Units that are not in force at the row's time, as a test; nothing when all are in the whole window. */
function invalidUnit(column: Sql, { assessed, window, at }: Looking): Sql | undefined {
  const { time } = assessed.source;
  if (!time) return undefined;
  const store: TimeStore = time.columns.store === 'date' ? 'date' : 'instant';
  const never: string[] = [];
  const tests: Sql[] = [];
  for (const unit of at.units.all()) {
    const { from, to } = validityOf(unit, at.units);
    if (to <= window.from || from >= window.to) never.push(unit.key);
    else if (from > window.from || to < window.to) {
      const outside: Sql[] = [];
      if (from > window.from) outside.push(sql`${columnOf(time)} < ${boundOf(from, store)}`);
      if (to < window.to) outside.push(sql`${columnOf(time)} >= ${boundOf(to, store)}`);
      tests.push(sql`(${column} = ${unit.key} AND (${join(outside, ' OR ')}))`);
    }
  }
  if (never.length > 0) tests.push(at.dialect.isOneOf(column, never));
  return tests.length === 0 ? undefined : sql`(${join(tests, ' OR ')})`;
}

/** Values that lie far from the middle of those of their supplier. Where more than half are equal no distance is usual, and none is told. */
function outliers(column: Sql, list: Sql, { supplier, rows, at }: Looking): Sql {
  const value = sql`CAST(${column} AS DOUBLE PRECISION)`;
  const all = sql`SELECT ${supplier} AS g0, ${value} AS v ${rows} AND ${column} IS NOT NULL`;
  const middle = at.dialect.quantile(all, 1, 0.5);
  const distances = sql`SELECT s.g0 AS g0, abs(s.v - m.value) AS v FROM (${all}) AS s JOIN (${middle}) AS m ON m.g0 = s.g0`;
  const spread = at.dialect.quantile(distances, 1, 0.5);
  const counts = sql`SELECT g0, count(*) AS n FROM (${all}) AS s GROUP BY g0`;
  return sql`SELECT f.* FROM (SELECT ${list} ${rows} AND ${column} IS NOT NULL) AS f
    JOIN (${middle}) AS m ON m.g0 = f.g0 JOIN (${spread}) AS d ON d.g0 = f.g0 JOIN (${counts}) AS c ON c.g0 = f.g0
    WHERE c.n >= ${whole(fewestValues)} AND d.value > 0 AND CAST(${zScale} AS DOUBLE PRECISION) * abs(f.v - m.value) / d.value > CAST(${zMost} AS DOUBLE PRECISION)`;
}

/** The instant at which a business time as a column stores it begins. */
export function instantIn(cell: unknown, store: TimeStore): number | undefined {
  if (cell === null || cell === undefined) return undefined;
  return store === 'date' ? utcOf(Date.parse(String(cell))) : Number(cell);
}
