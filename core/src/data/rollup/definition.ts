import { createHash } from 'node:crypto';
import { systemCaller } from '../../access/caller.ts';
import { releases } from '../../indicators/overdue.ts';
import type { IndicatorEntry } from '../../registry.ts';
import type { DataContext } from '../context.ts';
import { fitting } from '../index-name.ts';
import type { Aggregation } from '../query/aggregate.ts';
import type { Condition } from '../query/condition.ts';
import { planIndicator } from '../query/indicator.ts';
import { Source } from '../query/source.ts';
import { originOf } from '../reshape/versions.ts';
import { type FieldColumns, isFreeText, type Table } from '../table.ts';
import { settle } from './axis.ts';
import { outcomes, testsIn, textOf } from './outcomes.ts';
import { readyRollups, sparseSlices } from './ready.ts';
import { cellColumns, type Measure, type Rollup } from './rollup.ts';
import { measureOf, wantedOf } from './wanted.ts';

const known = new WeakMap<DataContext['tables'], ReadonlyMap<string, readonly Rollup[]>>();

/** The roll-ups of each dataset: they follow from the formulas and breakdowns of the installed indicators. */
export function rollupsOf(context: DataContext): ReadonlyMap<string, readonly Rollup[]> {
  const found = known.get(context.tables) ?? defined(context);
  known.set(context.tables, found);
  return found;
}

export type Rollups = ReadonlyMap<string, readonly UsableRollup[]>;

/** A roll-up that may be read, but for slices that have hardly fewer cells than there are rows. */
export interface UsableRollup extends Rollup {
  readonly sparse: ReadonlySet<string>;
}

const usable = new WeakMap<ReadonlySet<string>, { readonly sparse: unknown; readonly rollups: Rollups }>();
const no: ReadonlySet<string> = new Set();

/** Those of them that may be read now; nothing when there are none. The same map for as long as they are the same ones. */
export function usableRollups(context: DataContext): Rollups | undefined {
  const ready = readyRollups(context);
  if (ready.size === 0) return undefined;
  const sparse = sparseSlices(context);
  const known = usable.get(ready);
  if (known?.sparse === sparse) return known.rollups;
  const rollups = new Map(
    [...rollupsOf(context)].map(([dataset, all]) => [
      dataset,
      all.filter(({ name }) => ready.has(name)).map((rollup): UsableRollup => ({ ...rollup, sparse: sparse.get(rollup.name) ?? no })),
    ]),
  );
  usable.set(ready, { sparse, rollups });
  return rollups;
}

/** A roll-up while it is put together. */
interface Draft {
  readonly source: Source;
  readonly bucket: FieldColumns;
  readonly dimensions: Set<FieldColumns>;
  readonly measures: Map<string, Measure>;
}

function defined(context: DataContext): ReadonlyMap<string, readonly Rollup[]> {
  const drafts = new Map<string, Draft>();
  for (const entry of context.registry.indicators.values())
    for (const aggregation of aggregationsOf(entry, context)) draft(aggregation, entry, context, drafts);
  const rollups = new Map<string, Rollup[]>();
  for (const each of drafts.values()) {
    const { name } = each.source.table.entry;
    rollups.set(name, [...(rollups.get(name) ?? []), rollup(each)]);
  }
  return rollups;
}

/** What an indicator counts, as its plan has it; nothing of one that cannot be planned. */
function aggregationsOf(entry: IndicatorEntry, context: DataContext): readonly Aggregation[] {
  try {
    return planIndicator(entry, { from: entry.name, time: { from: '2000-01-01', to: '2000-01-02' } }, context, systemCaller).aggregations;
  } catch {
    return [];
  }
}

/** More tests of one time would make more measures than anybody asks for. */
const mostTests = 3;

function draft(aggregation: Aggregation, { indicator }: IndicatorEntry, context: DataContext, drafts: Map<string, Draft>): void {
  const { table } = aggregation.source;
  const wanted = wantedOf(aggregation, new Set());
  const bucket = bucketOf(aggregation);
  if (!wanted || !bucket || table.entry.name === releases) return;
  const source = new Source(context, systemCaller, table.entry.name);
  const tests = testsIn([wanted.used], bucket, source.alias);
  if (tests.size > mostTests) return;
  const measures: Measure[] = [];
  for (const outcome of outcomes([...tests])) {
    const tell = (condition: Condition) => outcome.get(textOf(condition, bucket, source.alias));
    const used = settle(wanted.used, tell);
    if (used === false) continue;
    const asked = [
      { fn: 'count', where: used } as const,
      ...wanted.figures.map((figure) => ({ ...figure, where: settle(figure.where, tell) })),
    ];
    for (const { where, ...figure } of asked) {
      if (where === false) continue;
      const measure = measureOf(figure, where, source);
      if (!measure) return;
      measures.push(measure);
    }
  }
  const name = nameOf(table, bucket);
  const into = drafts.get(name) ?? { source, bucket, dimensions: new Set(), measures: new Map() };
  drafts.set(name, into);
  for (const measure of measures) if (measure.column !== cellColumns.n) into.measures.set(measure.column, measure);
  for (const columns of dimensionsOf(indicator.by ?? [], table)) into.dimensions.add(columns);
}

/** The time by whose days an aggregation can be counted: the one that its period or the clock is about, else the business time. */
function bucketOf({ source, aggregates }: Aggregation): FieldColumns | undefined {
  const { fields, entry } = source.table;
  const conditions = aggregates.flatMap(({ where }) => where ?? []);
  const asked = [...fields.values()].filter(
    (columns) => isTime(columns) && conditions.some((condition) => testsIn([condition], columns, source.alias, true).size > 0),
  );
  if (asked.length > 1) return undefined;
  const business = entry.dataset.time === undefined ? undefined : fields.get(entry.dataset.time);
  return asked[0] ?? (business && isTime(business) ? business : undefined);
}

function isTime({ store }: FieldColumns): boolean {
  return store === 'instant' || store === 'date';
}

/** Fields of the breakdowns that cells can be split by: codes of few values, not what tells rows apart. */
function dimensionsOf(by: readonly string[], { fields, entry: { dataset } }: Table): readonly FieldColumns[] {
  const names = by.map((path) => (path.includes('.') ? path.slice(0, path.indexOf('.')) : path));
  return names.flatMap((name) => {
    const columns = fields.get(name);
    const isCode = columns && (columns.store === 'text' || columns.store === 'boolean') && !isFreeText(columns.field);
    // Cells outlive rows that are removed or erased.
    const isPersonal = columns?.field.property['x-personal'] !== undefined;
    return columns && isCode && !isPersonal && name !== dataset.unit && dataset.key.join() !== name ? [columns] : [];
  });
}

function rollup({ source, bucket, dimensions, measures }: Draft): Rollup {
  const { table } = source;
  const { unit } = table.entry.dataset;
  const ofUnit = unit === undefined ? undefined : table.fields.get(unit);
  const parts = {
    bucket,
    ...(ofUnit && { unit: ofUnit }),
    dimensions: [...dimensions].sort(byColumn),
    measures: [...measures.values()].sort(byColumn),
  };
  const fields = [bucket, ofUnit, ...parts.dimensions].map((each) => [each?.column, each?.store]);
  const meaning = JSON.stringify([fields, parts.measures.map(({ column }) => column)]);
  const definition = createHash('sha256').update(meaning).digest('hex').slice(0, 32);
  return { name: nameOf(table, bucket), table, source, ...parts, definition };
}

function byColumn(a: { readonly column: string }, b: { readonly column: string }): number {
  return a.column < b.column ? -1 : 1;
}

// PostgreSQL cuts longer names off; the table's indexes have longer ones.
const longestName = 56;

function nameOf(table: Table, { field }: FieldColumns): string {
  return fitting(`${table.name}__roll_${originOf(field.name, table.entry.dataset)}`, longestName);
}
