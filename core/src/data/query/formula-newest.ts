import { columnOf } from './compile-condition.ts';
import { fromWhere } from './compile-source.ts';
import type { Condition, FieldRef } from './condition.ts';
import type { Source } from './source.ts';
import { sql } from './sql.ts';

/** Whether a row is among the newest of its dataset: of its unit, where the dataset has one, no row that meets `where` has a greater business time. */
export function isNewest(source: Source, time: FieldRef, unit: FieldRef | undefined, where: Condition): Condition {
  return {
    kind: 'asking',
    of: [where],
    compile: (at) => {
      const rows = fromWhere(source, where, at);
      const column = columnOf(time);
      if (!unit) return sql`${column} = (SELECT max(${column}) ${rows})`;
      // Rows without a unit are those of one more. Keys of units are never empty.
      const place = sql`coalesce(${columnOf(unit)}, '')`;
      return sql`(${place}, ${column}) IN (SELECT ${place}, max(${column}) ${rows} GROUP BY 1)`;
    },
  };
}
