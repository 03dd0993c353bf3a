import type { Sql } from '../dialect/dialect.ts';
import { columnOf } from './compile-condition.ts';
import { fromWhere } from './compile-source.ts';
import type { Condition, FieldRef, Term } from './condition.ts';
import type { Source } from './source.ts';
import { identifier, join, sql, whole } from './sql.ts';

/** Finds a field of the row at hand. */
type RowField = (name: string) => FieldRef;

/** Whether a row's figure was released by the instant that the calendar of releases gives for its indicator and period. */
export function isOnCalendar(calendar: Source, code: FieldRef, field: RowField): Condition {
  const [start, released] = [field('period_start'), field('released_at')];
  const place = 'on_calendar';
  const columns = {
    code: calendar.find('indicator_code', place),
    start: calendar.find('period_start', place),
    due: calendar.find('due_at', place),
  };
  return {
    kind: 'asking',
    of: [],
    compile: (at) => sql`EXISTS (SELECT 1 FROM ${named(calendar, columns, undefined, at)} AS c
      WHERE c.code = ${columnOf(code)} AND c.start = ${columnOf(start)} AND c.due >= ${columnOf(released)})`,
  };
}

/** Whether the newest figure of the year and unit of a target, of the whole and no part of it, has come as far as the plan has it by then: by months over at the end of its period, of the path where there is one, else of the target in equal parts. `at_most` is met from below, all else from above. */
export function isOnTrack(values: Source, code: FieldRef, field: RowField, has: (name: string) => boolean): Condition {
  const place = 'on_track';
  const [year, unit, target] = [field('year'), field('unit'), field('target_value')];
  const [path, kind] = ['monthly_path', 'target_kind'].map((name) => (has(name) ? columnOf(field(name)) : sql`NULL`)) as [Sql, Sql];
  const columns = {
    code: values.find('indicator_code', place),
    unit: values.find('unit', place),
    value: values.find('value', place),
    ends: values.find('period_end', place),
  };
  const order = newestFirst(values);
  const isWhole: Condition = {
    kind: 'compare',
    left: { kind: 'field', ref: values.find('breakdown', place) },
    operator: '=',
    right: { kind: 'constant', value: '*' },
  };
  return {
    kind: 'asking',
    of: [isWhole],
    compile: (at) => {
      const list = named(values, { ...columns, ...order.columns }, isWhole, at);
      const months = monthsOver(sql`v.ends`);
      const even = sql`CAST(${columnOf(target)} AS DOUBLE PRECISION) * ${months} / 12`;
      const due = sql`CASE WHEN ${path} IS NULL THEN ${even} ELSE ${at.dialect.numberAt(path, sql`${months} - 1`)} END`;
      const met = sql`CASE WHEN ${kind} = ${'at_most'} THEN v.value <= ${due} ELSE v.value >= ${due} END`;
      return sql`(SELECT CASE WHEN ${met} THEN 1 ELSE 0 END FROM ${list} AS v
        WHERE v.code = ${columnOf(code)} AND v.unit = ${columnOf(unit)} AND CAST(substr(v.ends, 1, 4) AS BIGINT) = ${columnOf(year)} ORDER BY v.ends DESC, ${order.list} LIMIT 1) = 1`;
    },
  };
}

/** Whether a position lies in the area of a warning that is in force: real, not taken back, begun and not over. */
export function isInAlertArea(alerts: Source, position: FieldRef): Condition {
  const field = (name: string) => alerts.find(name, 'in_alert_area');
  const [status, type, effective, sent, expires] = ['cap_status', 'msg_type', 'effective', 'sent', 'expires'].map(field) as [
    FieldRef,
    FieldRef,
    FieldRef,
    FieldRef,
    FieldRef,
  ];
  const compare = (ref: FieldRef, operator: '=' | '<=' | '>', right: Term): Condition => ({
    kind: 'compare',
    left: { kind: 'field', ref },
    operator,
    right,
  });
  const now: Term = { kind: 'moment', moment: { base: 'now' }, as: 'instant' };
  const inForce: Condition = {
    kind: 'all',
    of: [
      compare(status, '=', { kind: 'constant', value: 'Actual' }),
      { kind: 'not', of: compare(type, '=', { kind: 'constant', value: 'Cancel' }) },
      {
        kind: 'any',
        of: [compare(effective, '<=', now), { kind: 'all', of: [{ kind: 'empty', ref: effective }, compare(sent, '<=', now)] }],
      },
      compare(expires, '>', now),
    ],
  };
  const area = field('area');
  const latitude = identifier(position.alias, position.columns.latitude ?? position.columns.column);
  return {
    kind: 'asking',
    of: [inForce],
    compile: (at) =>
      sql`EXISTS (SELECT 1 FROM ${named(alerts, { area }, inForce, at)} AS w WHERE ${at.dialect.areaHolds(sql`w.area`, columnOf(position), latitude)})`,
  };
}

/** Of rows of one time the one with the greatest key comes first, as far as the reader may know the key. */
export function newestFirst({ key }: Source): { readonly columns: { readonly [name: string]: FieldRef }; readonly list: Sql } {
  const parts = key ?? [];
  return {
    columns: Object.fromEntries(parts.map((ref, index) => [`k${index}`, ref])),
    list:
      parts.length === 0
        ? whole(1)
        : join(
            parts.map((_, index): Sql => ({ sql: `k${index} DESC`, values: [] })),
            ', ',
          ),
  };
}

/** A table of some fields of a source under names of their own: tests of a row name the row's own columns beside them. */
function named(
  source: Source,
  columns: { readonly [name: string]: FieldRef },
  where: Condition | undefined,
  at: Parameters<typeof fromWhere>[2],
): Sql {
  const list = Object.entries(columns).map(([name, ref]) => sql`${columnOf(ref)} AS ${identifier(name)}`);
  return sql`(SELECT ${join(list, ', ')} ${fromWhere(source, where, at)})`;
}

/** Months of its year that are over when a day is, from the text of the day. */
function monthsOver(date: Sql): Sql {
  const part = (from: number, length: number) => sql`CAST(substr(${date}, ${whole(from)}, ${whole(length)}) AS BIGINT)`;
  const [year, month, day] = [part(1, 4), part(6, 2), part(9, 2)];
  const isLeap = sql`${year} % 4 = 0 AND (${year} % 100 <> 0 OR ${year} % 400 = 0)`;
  const last = sql`CASE WHEN ${month} = 2 THEN CASE WHEN ${isLeap} THEN 29 ELSE 28 END WHEN ${month} IN (4, 6, 9, 11) THEN 30 ELSE 31 END`;
  return sql`(${month} - CASE WHEN ${day} < ${last} THEN 1 ELSE 0 END)`;
}
