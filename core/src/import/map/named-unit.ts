import type { Mapping } from '@haidang/sdk';
import { type UnitLists, UnitNames } from '../../data/units/unit-names.ts';
import type { Unit } from '../../data/units.ts';
import type { Field } from '../../registry.ts';
import type { Row } from '../read/batch.ts';
import { textOf } from './cell.ts';
import { Fault } from './fault.ts';

type From = Extract<Mapping['fields'][string], { readonly from: unknown }>;
type Named = NonNullable<From['named']>;

/** Reads units that a file names instead of giving their codes. */
export interface NamedUnit {
  /** Columns of the units that they lie in. */
  readonly columns: readonly string[];
  bind(placeOf: (column: string) => number): void;
  read(text: string, row: Row): string | Fault;
}

const mostCandidates = 10;

/** Compiles how a mapping says that units are named, or says why it cannot be. */
export function namedUnit(field: Field, named: Named, mapping: Mapping, units: UnitLists | undefined): NamedUnit | Fault {
  if (field.type !== 'unit')
    return new Fault('chỉ trường đơn vị hành chính mới nhận "named".', 'only a field of administrative units takes "named".');
  const day = named.version ?? mapping.units;
  if (day === undefined)
    return new Fault(
      'đơn vị ghi bằng tên cần "version" hoặc "units": tên chỉ có nghĩa trong một danh mục.',
      'units by name need "version" or "units": a name counts in one list.',
    );
  const columns = named.in === undefined ? [] : typeof named.in === 'string' ? [named.in] : named.in;
  if (columns.length === 0 && named.below === undefined && named.level !== 'province')
    return new Fault(
      'đơn vị ghi bằng tên cần đơn vị cấp trên: "in" hoặc "below".',
      'units by name need the unit that they lie in: "in" or "below".',
    );
  if (!units) throw new Error('A mapping that names units was compiled without any');
  if (named.below !== undefined && !units.get(named.below))
    return new Fault(`không có đơn vị "${named.below}".`, `there is no unit "${named.below}".`);
  const names = new UnitNames(units);
  const below = named.below === undefined ? [] : [named.below];
  // One name after another stands in thousands of rows.
  const known = new Map<string, string | Fault>();
  let places: readonly number[] = [];
  return {
    columns,
    bind(placeOf) {
      places = columns.map(placeOf);
    },
    read(text, row) {
      const above = places.map((place) => textOf(row[place])).filter((part) => part !== '');
      if (above.length === 0 && columns.length > 0 && below.length === 0 && named.level !== 'province')
        return new Fault(`"${text}": thiếu tên đơn vị cấp trên.`, `"${text}": the unit that it lies in is missing.`);
      const key = JSON.stringify([text, ...above]);
      const before = known.get(key);
      if (before !== undefined) return before;
      const found = names.find({ name: text, within: [...above, ...below], day, ...(named.level && { level: named.level }) });
      const value = 'key' in found ? found.key : notFound(text, above, found.candidates, units);
      known.set(key, value);
      return value;
    },
  };
}

function notFound(text: string, above: readonly string[], candidates: readonly Unit[], units: UnitLists): Fault {
  const where = [text, ...above].join(', ');
  const list = candidates.slice(0, mostCandidates).map((unit) => shown(unit, units));
  const more = candidates.length > mostCandidates ? '; …' : '';
  if (list.length === 0) return new Fault(`không có đơn vị nào tên "${where}".`, `there is no unit "${where}".`);
  return new Fault(
    `không rõ "${where}" là đơn vị nào; có: ${list.join('; ')}${more}.`,
    `"${where}" can mean several units or none; there are: ${list.join('; ')}${more}.`,
  );
}

function shown({ key, title, parent }: Unit, units: UnitLists): string {
  const above = parent === undefined ? undefined : units.get(parent);
  return above ? `${title.vi}, ${above.title.vi} (${key})` : `${title.vi} (${key})`;
}
