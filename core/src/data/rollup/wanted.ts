import { createHash } from 'node:crypto';
import type { Aggregation } from '../query/aggregate.ts';
import { both, type Condition, type FieldRef, type Term } from '../query/condition.ts';
import type { Source } from '../query/source.ts';
import { originOf } from '../reshape/versions.ts';
import type { FieldColumns } from '../table.ts';
import type { Settled } from './axis.ts';
import type { Measure, Rollup } from './rollup.ts';
import { cellColumns } from './rollup.ts';
import { parts, rowTest } from './row-test.ts';

/** A figure that parts of the rows can be asked for, and the rows that count in it. */
export interface WantedFigure {
  readonly fn: Measure['fn'];
  readonly of?: FieldRef;
  readonly where: Condition;
}

/** What an aggregation asks of roll-ups. */
export interface Wanted {
  /** Asked of the cells: of units, of dimensions, and of what these refer to. */
  readonly ofCells: readonly Condition[];
  readonly figures: readonly WantedFigure[];
  /** Rows that count in a figure. */
  readonly used: Condition;
  /** Rows whose groups are given, where these are more. */
  readonly present?: Condition;
}

/** What an aggregation asks; nothing when the figures of parts do not make that of the whole. */
export function wantedOf(
  { source, groups, aggregates, where, keepsEmpty }: Aggregation,
  cells: ReadonlySet<FieldColumns>,
): Wanted | undefined {
  const ofCells: Condition[] = [];
  const ofRows: Condition[] = [];
  for (const part of parts(both(source.scope, where))) (isOfCells(part, source, cells) ? ofCells : ofRows).push(part);
  const figures: WantedFigure[] = [];
  for (const { fn, of, where: own } of aggregates) {
    const ref = of && 'path' in of && of.alias === source.alias ? of : undefined;
    const isWhole = ref?.columns.store === 'integer';
    if (fn !== 'count' && !(fn === 'sum' && isWhole) && !((fn === 'min' || fn === 'max') && (isWhole || ref?.columns.store === 'number')))
      return undefined;
    if (fn !== 'count' && !ref) return undefined;
    figures.push({ fn, ...(ref && { of: ref }), where: both(...ofRows, own) });
  }
  const tests: Condition[] = aggregates.flatMap((aggregate) => aggregate.where ?? []);
  const counted: Condition | undefined = tests.length < aggregates.length ? undefined : { kind: 'any', of: tests };
  return {
    ofCells,
    figures,
    used: both(...ofRows, counted),
    ...(keepsEmpty && groups.length > 0 && { present: both(...ofRows) }),
  };
}

/** Whether a condition speaks only of what stands in cells, or of records that this refers to. */
function isOfCells(condition: Condition, { alias, joins }: Source, cells: ReadonlySet<FieldColumns>): boolean {
  const fields = fieldsIn(condition);
  const on = (ref: FieldRef) => (ref.alias === alias ? ref : [...joins.values()].find((join) => join.alias === ref.alias)?.on);
  return fields?.every((ref) => cells.has((on(ref) ?? ref).columns)) ?? false;
}

/** Fields that a condition speaks of; nothing when it asks other rows. */
export function fieldsIn(condition: Condition): readonly FieldRef[] | undefined {
  if (condition.kind === 'asking') return undefined;
  if (condition.kind === 'not') return fieldsIn(condition.of);
  if (condition.kind === 'compare') return [...fieldsOfTerm(condition.left), ...fieldsOfTerm(condition.right)];
  if (condition.kind === 'all' || condition.kind === 'any') {
    const lists = condition.of.map(fieldsIn);
    return lists.some((list) => !list) ? undefined : lists.flatMap((list) => list ?? []);
  }
  return 'ref' in condition ? [condition.ref] : [];
}

function fieldsOfTerm(term: Term): readonly FieldRef[] {
  if (term.kind === 'field') return [term.ref];
  return term.kind === 'duration' ? [term.duration.from, term.duration.to] : [];
}

/** The measure that holds a figure of the rows that meet a condition; nothing where more than the row decides. */
export function measureOf(
  { fn, of }: Pick<WantedFigure, 'fn' | 'of'>,
  where: Settled,
  { alias, table }: Pick<Source, 'alias' | 'table'>,
): Measure | undefined {
  if (where === false) return undefined;
  // A field keeps its columns under another name, and another one by its name does not get them.
  const nameOf = (path: string) => originOf(path, table.entry.dataset);
  const test = where === true ? undefined : rowTest(where, { alias, nameOf });
  if (where !== true && !test) return undefined;
  if (fn === 'count' && !test) return { column: cellColumns.n, fn };
  const text = JSON.stringify([fn, of ? nameOf(of.path) : '', test?.text ?? '']);
  const column = `_m${createHash('sha256').update(text).digest('hex').slice(0, 20)}`;
  return { column, fn, ...(of && { of }), ...(test && { where: test.condition }) };
}

/** Whether cells of a roll-up hold a measure. */
export function holds({ measures }: Pick<Rollup, 'measures'>, { column }: Measure): boolean {
  return column === cellColumns.n || measures.some((measure) => measure.column === column);
}
