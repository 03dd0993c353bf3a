import type { Expectation } from '@haidang/sdk';
import type { Cells, Selection, Sql } from '../data/dialect/dialect.ts';
import { columnOf } from '../data/query/compile-condition.ts';
import { approximately, parseDuration } from '../data/query/duration.ts';
import { identifier, join, sql } from '../data/query/sql.ts';
import { system } from '../data/table.ts';
import type { Assessed } from './assessed.ts';
import { instantIn } from './flaws.ts';

/** Finds since when the readings of a supplier have not changed though rows came. A sensor is what the key tells apart besides the time; one that stands still is enough. Nothing where the dataset has no limit or no readings. */
export function askFrozen(
  { entry, source }: Assessed,
  { supplier, rows }: { readonly supplier: Sql; readonly rows: Sql },
): { readonly selection: Selection; frozen(rows: readonly Cells[]): ReadonlyMap<string, number> } | undefined {
  const { key, expects, time: timeName } = entry.dataset;
  const limit = limitOf(expects);
  const { time } = source;
  const readings = [...source.table.fields.values()].filter(
    ({ store, field }) => (store === 'integer' || store === 'number') && !key.includes(field.name) && field.ref === undefined,
  );
  if (!time || limit === undefined || readings.length === 0) return undefined;
  const store = time.columns.store === 'date' ? 'date' : 'instant';
  const sensor = key.filter((name) => name !== timeName).map((name) => columnOf(source.resolve(name, 'key')));
  const parts = [supplier, ...sensor];
  const names = parts.map((_, index) => identifier(`g${index}`));
  const values = readings.map((_, index) => identifier(`v${index}`));
  const list = (columns: readonly Sql[], under: readonly Sql[]) =>
    join(
      columns.map((column, index) => sql`${column} AS ${under[index] ?? sql``}`),
      ', ',
    );
  const cells = readings.map(({ column }) => identifier('t', column));
  const isReading = join(
    cells.map((cell) => sql`${cell} IS NOT NULL`),
    ' OR ',
  );
  const all = sql`SELECT ${list(parts, names)}, ${columnOf(time)} AS at, ${identifier('t', system.id)} AS id, ${list(cells, values)} ${rows} AND (${isReading})`;
  const newest = sql`SELECT * FROM (SELECT a.*, row_number() OVER (PARTITION BY ${join(names, ', ')} ORDER BY at DESC, id DESC) AS i FROM (${all}) AS a) AS b WHERE i = 1`;
  const same = (left: string, right: string, columns: readonly Sql[], test = sql`=`) =>
    join(
      columns.map((name) => sql`${identifier(left)}.${name} ${test} ${identifier(right)}.${name}`),
      ' AND ',
    );
  const other = sql`SELECT ${join(
    names.map((name) => sql`w.${name} AS ${name}`),
    ', ',
  )}, max(w.at) AS at FROM (${all}) AS w JOIN (${newest}) AS n ON ${same('w', 'n', names)} WHERE NOT (${same('w', 'n', values, sql`IS NOT DISTINCT FROM`)}) GROUP BY ${join(
    names.map((name) => sql`w.${name}`),
    ', ',
  )}`;
  const statement = sql`SELECT w.g0 AS g0, min(w.at) AS since, max(w.at) AS newest FROM (${all}) AS w LEFT JOIN (${other}) AS o ON ${same('w', 'o', names)} WHERE o.at IS NULL OR w.at > o.at GROUP BY ${join(
    names.map((name) => sql`w.${name}`),
    ', ',
  )}`;
  return {
    selection: {
      name: 'frozen',
      columns: [
        { name: 'g0', store: 'text' },
        { name: 'since', store },
        { name: 'newest', store },
      ],
      statement,
    },
    frozen(found) {
      const since = new Map<string, number>();
      for (const [supplied, first, last] of found) {
        const [begins, ends] = [instantIn(first, store), instantIn(last, store)];
        if (supplied === null || begins === undefined || ends === undefined || ends - begins <= limit) continue;
        since.set(String(supplied), Math.min(begins, since.get(String(supplied)) ?? begins));
      }
      return since;
    },
  };
}

function limitOf(expects: Expectation | undefined): number | undefined {
  const limit = expects?.frozen === undefined ? undefined : parseDuration(expects.frozen);
  return limit && approximately(limit);
}
