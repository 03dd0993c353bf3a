import type { Sql } from '../dialect/dialect.ts';
import { columnOf, compileCondition } from './compile-condition.ts';
import { both, type Condition } from './condition.ts';
import type { Moment } from './moment.ts';
import type { Join, Source } from './source.ts';
import { identifier, join, sql } from './sql.ts';

/** FROM and WHERE of a statement over a source: its rows within the caller's scope that meet the condition. `more` are further joins. */
export function fromWhere(source: Source, where: Condition | undefined, at: Moment, more: readonly Sql[] = []): Sql {
  return sql`FROM ${tables(source, at, more)} WHERE ${compileCondition(both(source.scope, where), at)}`;
}

function tables(source: Source, at: Moment, more: readonly Sql[]): Sql {
  const parts = [sql`${identifier(source.table.name)} AS ${identifier(source.alias)}`];
  for (const each of source.joins.values())
    parts.push(
      sql`LEFT JOIN ${scoped(each, at)} AS ${identifier(each.alias)} ON ${identifier(each.alias, each.key)} = ${columnOf(each.on)}`,
    );
  return join([...parts, ...more], ' ');
}

/** A table that rows refer to, without the records that the caller may not see. */
function scoped({ source }: Join, at: Moment): Sql {
  if (!source.scope) return identifier(source.table.name);
  return sql`(SELECT ${identifier(source.alias)}.* ${fromWhere(source, undefined, at)})`;
}
