import type { Sql } from './dialect.ts';

/** Whether a side of a surface, from one corner to the next, crosses a line from a position to the east. A corner on the line belongs to the side that goes up from it, so none is met twice. */
export function crossesEast(
  from: readonly [x: string, y: string],
  to: readonly [x: string, y: string],
  longitude: Sql,
  latitude: Sql,
): Sql {
  const [x1, y1] = from;
  const [x2, y2] = to;
  return {
    sql: `((${y1} > ${latitude.sql}) <> (${y2} > ${latitude.sql}) AND ${longitude.sql} < (${x2} - ${x1}) * (${latitude.sql} - ${y1}) / nullif(${y2} - ${y1}, 0) + ${x1})`,
    values: [latitude, latitude, longitude, latitude].flatMap(({ values }) => values),
  };
}
