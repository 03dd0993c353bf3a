import type { Grade, Trust } from '@haidang/sdk';
import type { Sql } from '../data/dialect/dialect.ts';
import { day, localOf, startOfDay, utcOf } from '../data/query/calendar.ts';
import { compileCondition } from '../data/query/compile-condition.ts';
import type { Condition, FieldRef } from '../data/query/condition.ts';
import type { Moment } from '../data/query/moment.ts';
import type { Found, Reading } from '../data/query/reading.ts';
import type { Source } from '../data/query/source.ts';
import { identifier, join, sql, whole } from '../data/query/sql.ts';
import type { Column, Table } from '../data/table.ts';
import { everybody, isAssessed } from './assessed.ts';
import { runDataset } from './keep-runs.ts';
import { fieldsOf, movedTo } from './passes.ts';
import { overallOf, scoreOf, type Tally } from './score.ts';

/** What the newest assessment says of the rows that a reader gets. */
export interface Grading {
  readonly quality: Trust['quality'];
  /** Since when a supplier's readings have not changed though rows came. */
  readonly frozenSince?: number;
}

type Dimension = Exclude<keyof Trust['quality'], 'overall'>;

const dimensions: readonly Dimension[] = ['correct', 'complete', 'clean', 'live'];

/** Columns of the counts, as `tallyOf` takes them; counts of suppliers add up, the freshest row is the newest of all. */
const sums = [
  'checks_weight',
  'checks_passed',
  'cells_required',
  'cells_filled',
  'rows_total',
  'rows_flawed',
  'expected_slots',
  'received_slots',
  'on_time_slots',
];

/** Asks for the newest assessment of a source. Of a reader who gets only some rows the suppliers are added up, when the scope consists of whole ones; else nothing is known. */
export function askGrading(source: Source, reading: Reading, at: Moment): (found: Found) => Grading {
  const { entry } = source.table;
  const { rules = {}, expects } = entry.dataset;
  const table = source.context.tables.get(runDataset);
  if (!isAssessed(entry)) return () => unknown({ correct: 'no-rules', complete: 'no-schedule', clean: 'no-rules', live: 'no-schedule' });
  if (!table) return () => allUnknown('not-assessed');
  const scope = scopeOfSuppliers(source);
  if (scope === 'partial' || !source.mayJudge) return () => allUnknown('scope');
  const columns: Column[] = [
    ...[...sums, 'count'].map((name) => ({ name, store: 'integer' as const })),
    { name: 'fresh', store: 'number' },
    { name: 'frozen_since', store: 'instant' },
  ];
  const selected = reading.select({ columns, statement: statementOf(table, entry.name, scope, at) });
  return (found) => {
    const row = selected.rows(found)[0] ?? [];
    if (!row[sums.length]) return allUnknown('not-assessed');
    const [fresh, frozenSince] = row.slice(sums.length + 1);
    const score = scoreOf(
      tallyOf(
        row.map((cell) => Number(cell ?? 0)),
        typeof fresh === 'number' ? fresh : undefined,
      ),
    );
    const hasRules = Object.keys(rules).length > 0;
    const why: { readonly [dimension in Dimension]: string } = {
      correct: hasRules ? 'no-rows' : 'no-rules',
      complete: expects ? 'nothing-due' : 'no-schedule',
      clean: 'no-rows',
      live: expects ? 'nothing-due' : 'no-schedule',
    };
    const of = (name: Dimension) => gradeOf(score[name], why[name]);
    const grades = { correct: of('correct'), complete: of('complete'), clean: of('clean'), live: of('live') };
    return {
      quality: { ...grades, ...(score.overall !== undefined && { overall: score.overall }) },
      ...(typeof frozenSince === 'number' && { frozenSince }),
    };
  };
}

/** Of several datasets the worst counts, dimension by dimension; what nobody has assessed is worse than any number. */
export function worstOf(gradings: readonly Grading[]): Grading {
  const [first, ...others] = gradings;
  if (!first) return allUnknown('no-rules');
  if (others.length === 0) return first;
  const worst = (name: Dimension): Grade => {
    const grades = gradings.map(({ quality }) => quality[name]);
    return grades.find(({ value }) => value === undefined) ?? grades.reduce((a, b) => ((b.value ?? 0) < (a.value ?? 0) ? b : a));
  };
  const grades = { correct: worst('correct'), complete: worst('complete'), clean: worst('clean'), live: worst('live') };
  const overall = overallOf(dimensions.map((name) => grades[name].value));
  const since = gradings.flatMap(({ frozenSince }) => frozenSince ?? []);
  return {
    quality: { ...grades, ...(overall !== undefined && { overall }) },
    ...(since.length > 0 && { frozenSince: Math.min(...since) }),
  };
}

/** The reader's scope as a condition on suppliers; nothing when all rows are the reader's. */
function scopeOfSuppliers({ scope, table }: Source): Condition | 'partial' | undefined {
  if (!scope) return undefined;
  const { from } = table.entry.dataset.expects ?? {};
  const isWhole = fieldsOf(scope).every(({ path, columns }) => path === from && columns.store === 'text');
  return isWhole ? scope : 'partial';
}

function statementOf(table: Table, dataset: string, scope: Condition | undefined, at: Moment): Sql {
  const name = identifier(table.name);
  const total = join(
    sums.map((column) => sql`sum(${identifier(column)}) AS ${identifier(column)}`),
    ', ',
  );
  const supplier = table.fields.get('source_agency_code');
  const toSupplier = (ref: FieldRef): FieldRef => (supplier ? { ...ref, alias: 'q', columns: supplier } : ref);
  const whose = scope
    ? sql`source_agency_code <> ${everybody} AND ${compileCondition(movedTo(scope, toSupplier), at)}`
    : sql`source_agency_code = ${everybody}`;
  const known = at.asAt === undefined ? sql`` : sql` AND window_end <= ${whole(utcOf(startOfDay(localOf(at.asAt)) + day))}`;
  return sql`SELECT ${total}, count(*) AS count, max(fresh) AS fresh, min(frozen_since) AS frozen_since FROM ${name} AS q WHERE dataset_id = ${dataset} AND window_end = (SELECT max(window_end) FROM ${name} WHERE dataset_id = ${dataset}${known}) AND ${whose}`;
}

function tallyOf(counts: readonly number[], fresh: number | undefined): Tally {
  const [
    checksWeight = 0,
    checksPassed = 0,
    cellsRequired = 0,
    cellsFilled = 0,
    rows = 0,
    flawed = 0,
    expected = 0,
    received = 0,
    onTime = 0,
  ] = counts;
  return { checksWeight, checksPassed, cellsRequired, cellsFilled, rows, flawed, expected, received, onTime, fresh };
}

function gradeOf(value: number | undefined, why: string): Grade {
  if (value === undefined) return { grade: 'unknown', why };
  if (value >= 0.9) return { grade: 'good', value };
  return { grade: value >= 0.5 ? 'fair' : 'poor', value };
}

function allUnknown(why: string): Grading {
  return unknown({ correct: why, complete: why, clean: why, live: why });
}

function unknown(whys: { readonly [dimension in Dimension]: string }): Grading {
  const of = (dimension: Dimension): Grade => ({ grade: 'unknown', why: whys[dimension] });
  return { quality: { correct: of('correct'), complete: of('complete'), clean: of('clean'), live: of('live') } };
}
