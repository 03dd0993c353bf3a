import { releases, releasesAt } from '../../indicators/overdue.ts';
import type { Sql } from '../dialect/dialect.ts';
import { checkTable } from '../history/as-at.ts';
import { rowsAt } from '../history/past.ts';
import type { FieldColumns, Table } from '../table.ts';
import { columnOf, compileCondition } from './compile-condition.ts';
import { both, type Condition } from './condition.ts';
import { convert, convertedField } from './conversion.ts';
import type { Moment } from './moment.ts';
import type { Join, Source } from './source.ts';
import { identifier, join, sql } from './sql.ts';

/** FROM and WHERE of a statement over a source: its rows within the caller's scope that meet the condition. `more` are further joins. */
export function fromWhere(source: Source, where: Condition | undefined, at: Moment, more: readonly Sql[] = []): Sql {
  const unit = convertedField(source, at);
  if (unit) return sql`FROM ${tables(source, at, more, converted(source, unit, at))} WHERE ${compileCondition(both(where), at)}`;
  return sql`FROM ${tables(source, at, more)} WHERE ${compileCondition(both(source.scope, where), at)}`;
}

/** The rows of a source in the units in force. Its scope speaks of them as they are reported. */
function converted(source: Source, unit: FieldColumns, at: Moment): Sql {
  const { columns, join: parts } = convert(source, unit, at);
  const { conversion: _, ...rest } = at;
  return sql`(SELECT ${columns} FROM ${tables(source, at, [parts])} WHERE ${compileCondition(both(source.scope), rest)})`;
}

/** A source with all that its rows refer to; `rows` stand for it. */
export function tables(source: Source, at: Moment, more: readonly Sql[], rows: Sql = rowsOf(source, at)): Sql {
  const parts = [sql`${rows} AS ${identifier(source.alias)}`];
  for (const each of source.joins.values())
    parts.push(
      sql`LEFT JOIN ${scoped(each, at)} AS ${identifier(each.alias)} ON ${identifier(each.alias, each.key)} = ${columnOf(each.on)}`,
    );
  return join([...parts, ...more], ' ');
}

/** A table that rows refer to, without the records that the caller may not see. */
function scoped({ source }: Join, at: Moment): Sql {
  if (!source.scope) return rowsOf(source, at);
  return sql`(SELECT ${identifier(source.alias)}.* ${fromWhere(source, undefined, at)})`;
}

/** All rows of a source, as they are or as they were. */
function rowsOf({ table }: Source, { asAt, now }: Moment): Sql {
  const rows = asAt === undefined ? identifier(table.name) : rowsThen(table, asAt);
  return table.entry.name === releases ? releasesAt(table, rows, now) : rows;
}

function rowsThen(table: Table, asAt: number): Sql {
  checkTable(table, asAt);
  return rowsAt(table, asAt);
}
