import type { Sql } from '../dialect/dialect.ts';
import { type FieldColumns, system } from '../table.ts';
import type { Basis } from '../units/shares.ts';
import type { Aggregate } from './aggregate.ts';
import type { FieldRef } from './condition.ts';
import type { GroupValue } from './groups.ts';
import type { Moment } from './moment.ts';
import type { Source } from './source.ts';
import { identifier, join, sql } from './sql.ts';

/** Rows of former units that are to count in the units in force, by shares of people or surface. */
export interface Conversion {
  readonly basis: Basis;
  /** Other sources of a statement are read as they are. */
  readonly sources: ReadonlySet<Source>;
}

/** Columns that rows have beside their own while they are converted: the parts that they count with. */
const part = { population: '_population', area: '_area' } as const;

/** Field of the unit by which rows of a source are converted at a moment; nothing when they are read as they are. */
export function convertedField(source: Source, { conversion }: Moment): FieldColumns | undefined {
  return conversion?.sources.has(source) ? unitField(source) : undefined;
}

/** Whether a field of a statement holds units in force instead of those that the rows name. */
export function isConverted({ alias, table, columns }: FieldRef, { conversion }: Moment): boolean {
  const sources = [...(conversion?.sources ?? [])];
  return sources.some((source) => source.alias === alias && source.table === table && unitField(source) === columns);
}

export function unitField({ table }: Source): FieldColumns | undefined {
  const { unit } = table.entry.dataset;
  return unit === undefined ? undefined : table.fields.get(unit);
}

/** SELECT list and join by which each row of a former unit becomes one row for each unit in force that has a part of it. */
export function convert(source: Source, unit: FieldColumns, at: Moment): { readonly columns: Sql; readonly join: Sql } {
  const { alias, table } = source;
  const own = [...Object.values(system), ...table.columns.map(({ name }) => name)].filter((name) => name !== unit.column);
  const share = 's';
  const column = identifier(alias, unit.column);
  const columns = [
    ...own.map((name) => identifier(alias, name)),
    sql`COALESCE(${identifier(share, 'to_key')}, ${column}) AS ${identifier(unit.column)}`,
    ...(['population', 'area'] as const).map((name) => sql`COALESCE(${identifier(share, name)}, 1.0) AS ${identifier(part[name])}`),
  ];
  const on = join(
    [
      sql`${identifier(share, 'since')} = ${sinceOf(at)}`,
      sql`${identifier(share, 'basis')} = ${at.conversion?.basis ?? ''}`,
      sql`${identifier(share, 'from_key')} = ${column}`,
    ],
    ' AND ',
  );
  return { columns: join(columns, ', '), join: sql`LEFT JOIN ${identifier('unit_share')} AS ${identifier(share)} ON ${on}` };
}

/** The day since when the boundaries count that figures are converted to. */
export function sinceOf({ units, now }: Moment): string {
  return units.inForceAt(now).since;
}

/** Parts by which the rows of a group differ: figures of each are counted apart, so that whole numbers are multiplied and not fractions added up. */
export function partColumns(source: Source): readonly Sql[] {
  return [identifier(source.alias, part.population), identifier(source.alias, part.area)];
}

/** Figures of one group, put together from its parts. */
export class Whole {
  readonly key: readonly GroupValue[];
  readonly values: GroupValue[];
  readonly #isOfArea: readonly boolean[];
  n = 0;

  constructor(key: readonly GroupValue[], aggregates: readonly Aggregate[]) {
    this.key = key;
    this.values = aggregates.map(({ fn }) => (fn === 'count' ? 0 : null));
    this.#isOfArea = aggregates.map(isOfArea);
  }

  add(values: readonly GroupValue[], n: number, parts: readonly unknown[]): void {
    const [population = 0, area = 0] = parts.map(Number);
    for (const [index, value] of values.entries())
      if (typeof value === 'number')
        this.values[index] = Number(this.values[index] ?? 0) + value * (this.#isOfArea[index] ? area : population);
    this.n += n * population;
  }
}

const areaUnits: ReadonlySet<string> = new Set(['ha', 'har', 'km2', 'm2']);

/** Whether figures are divided like the surface of a unit, not like its people. */
export function isOfArea({ of }: Aggregate): boolean {
  return of !== undefined && 'path' in of && isAreaUnit(of);
}

function isAreaUnit({ field }: FieldRef): boolean {
  return areaUnits.has(field.property['x-unit'] ?? '');
}
