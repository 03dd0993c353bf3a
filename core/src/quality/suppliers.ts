import { systemCaller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import type { Sql } from '../data/dialect/dialect.ts';
import { formatLocalDay, parseLocal } from '../data/query/calendar.ts';
import { columnOf } from '../data/query/compile-condition.ts';
import { fromWhere } from '../data/query/compile-source.ts';
import { readFilter } from '../data/query/filter.ts';
import type { Moment } from '../data/query/moment.ts';
import { keyOf, Source } from '../data/query/source.ts';
import { identifier, sql } from '../data/query/sql.ts';
import type { Unit, Units } from '../data/units.ts';
import type { Assessed } from './assessed.ts';

/** Somebody who has to deliver, and while it exists, local time. */
export interface Supplier {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** Units that deliver where a dataset names units: the wards of the centre's unit, or itself when it has none. */
export function supplierUnits(units: Units, centre: string): readonly Unit[] {
  const all = units.within(centre).flatMap((key) => units.get(key) ?? []);
  const wards = all.filter(({ level }) => level === 'ward');
  return wards.length > 0 ? wards : all.filter(({ key }) => key === centre);
}

/** While a unit is in force, local time. */
export function validityOf({ key, validFrom }: Unit, units: Units): Pick<Supplier, 'from' | 'to'> {
  const end = units.endOf(key);
  return { from: parseLocal(validFrom), to: end === undefined ? Number.POSITIVE_INFINITY : parseLocal(end) };
}

/** Keys of the units that deliver on a day, local time. */
export function unitsOn(units: Units, centre: string, local: number): readonly string[] {
  const date = formatLocalDay(local);
  return supplierUnits(units, centre)
    .filter(({ key }) => units.isInForce(key, date))
    .map(({ key }) => key);
}

/** SELECT of `k`, the keys of the records that deliver, with more of their columns; nothing where the field refers to none. `reader` is whose rows of them count. */
export function suppliersIn(
  { from, entry: { dataset } }: Pick<Assessed, 'from' | 'entry'>,
  context: DataContext,
  reader = systemCaller,
): { readonly source: Source; select(at: Moment, more?: readonly Sql[]): Sql } | undefined {
  const ref = from?.field.ref;
  const key = ref === undefined ? undefined : keyOf(context.tables.get(ref));
  if (ref === undefined || !key) return undefined;
  const source = new Source(context, reader, ref, 'scope');
  const among =
    dataset.expects?.among && readFilter({ filter: dataset.expects.among, context, find: source.resolve, place: 'expects.among' });
  const column = columnOf(source.resolve(key.field.name, 'expects.from'));
  return {
    source,
    select: (at, more = []) => {
      let list = sql`${column} AS ${identifier('k')}`;
      for (const each of more) list = sql`${list}, ${each}`;
      return sql`SELECT ${list} ${fromWhere(source, among, at)}`;
    },
  };
}
