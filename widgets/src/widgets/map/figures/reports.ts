import type { GeoPosition, Json, Result } from '@haidang/sdk';
import { formatCell, translate } from '@haidang/sdk/client';
import { type Column, codeAt, nameOf } from '../../columns.ts';
import { dueOf } from '../../due.ts';
import { cellAt, columnMap, firstOf, keyColumn, leadColumn } from '../../records.ts';
import type { MapOptions } from '../definition.ts';
import { mapTexts } from '../texts.ts';
import { positionIn } from './places.ts';

/** Shapes of points, worst first. */
export const pointShapes = ['critical', 'high', 'caution', 'normal', 'done'] as const;

export type PointShape = (typeof pointShapes)[number];

/** A report on the map. */
export interface Report {
  /** Tells it from all others. */
  readonly id: string;
  /** Key of its record, where the data hold one. */
  readonly key: string | undefined;
  readonly position: GeoPosition;
  readonly shape: PointShape;
  readonly title: string;
  readonly category: string;
  readonly place: string;
  /** How its deadline or its status stands. */
  readonly standing: string;
}

/** Reports of a result: which have a position, and how many have none. */
export interface Reports {
  readonly field: string | undefined;
  /** Column of their units. */
  readonly unitField: string | undefined;
  readonly list: readonly Report[];
  readonly withoutPlace: number;
  /** There are more than came. */
  readonly isCut: boolean;
}

/** A deadline is near when three quarters of its time are used, or, where nobody knows when it began, in its last day. */
const nearShare = 0.75;
const nearTime = 24 * 3_600_000;

/** Reports with a position. What the options do not name is found by type: the first position, the first unit. */
export function reportsOf(result: Result, { options, locale, now }: { options: MapOptions; locale: string; now: number }): Reports {
  const known = columnMap(result);
  const named = (name: string | undefined, otherwise?: Column) => (name === undefined ? otherwise : known.get(name));
  const at = firstOf(result, ({ type }) => type === 'geo-point') ?? positionColumn(result);
  const key = keyColumn(result, options.key);
  const title = leadColumn(result, options.title);
  const unit = firstOf(result, ({ type }) => type === 'unit');
  const place = named(options.place, unit);
  const [category, due, from, until, status] = [options.category, options.due, options.from, options.until, options.status?.field].map(
    (name) => named(name),
  );
  const list: Report[] = [];
  for (const [index, row] of result.rows.entries()) {
    const position = positionIn(cellAt(row, at));
    if (!position) continue;
    const words = (column: Column | undefined) =>
      column && isFilled(cellAt(row, column)) ? formatCell(cellAt(row, column), column.field, { locale }) : '';
    const left = dueOf({ due: cellAt(row, due), from: cellAt(row, from), until: cellAt(row, until), now, locale });
    const told = status ? options.status?.shapes[codeAt(row, status.at)] : undefined;
    const isDone = isFilled(cellAt(row, until)) || told === 'done';
    const near = left && !left.isOver && (left.share === undefined ? isNear(cellAt(row, due), now) : left.share >= nearShare);
    const standing = [status && told && told !== 'normal' ? nameOf(status.field, codeAt(row, status.at), locale) : '', left?.words ?? ''];
    list.push({
      id: (key && codeAt(row, key.at)) || `#${index}`,
      key: (key && codeAt(row, key.at)) || undefined,
      position,
      shape: isDone
        ? 'done'
        : told === 'critical'
          ? 'critical'
          : left?.isOver || told === 'high'
            ? 'high'
            : near || told === 'caution'
              ? 'caution'
              : 'normal',
      title: words(title) || translate({ texts: mapTexts, key: 'untitled', locale }),
      category: words(category),
      place: words(place),
      standing: standing.filter((part) => part !== '').join(', '),
    });
  }
  return {
    field: key?.field.name,
    unitField: unit?.field.name,
    list,
    withoutPlace: result.rows.length - list.length,
    isCut: result.next !== undefined,
  };
}

function positionColumn(result: Result): Column | undefined {
  return firstOf(result, (field) => {
    const at = result.fields.indexOf(field);
    return result.rows.some((row) => positionIn(row[at]) !== undefined);
  });
}

function isFilled(cell: Json | undefined): boolean {
  return cell !== undefined && cell !== null;
}

function isNear(due: Json | undefined, now: number): boolean {
  return typeof due === 'string' && Date.parse(due) - now < nearTime;
}
