import type { Json } from '@haidang/sdk';
import { instantOf } from './calendar.ts';
import { cell, visible } from './conditions.ts';
import { boundsOf, type Span } from './periods.ts';
import { compareVietnamese } from './vietnamese.ts';
import { comparePlain, kindOf, type Row, type World } from './world.ts';

/** Rows whose business time lies in a period: a day does when its midnight does. */
export function during(rows: readonly Row[], dataset: string, span: Span | undefined, world: World): readonly Row[] {
  const time = world.models[dataset]?.time;
  if (!span || time === undefined) return rows;
  const [from, to] = boundsOf(span);
  return rows.filter((row) => {
    const at = businessTime(row, dataset, world);
    return at !== undefined && at >= from && at < to;
  });
}

function businessTime(row: Row, dataset: string, world: World): number | undefined {
  const time = world.models[dataset]?.time;
  const value = time === undefined ? undefined : row[time];
  if (value === undefined) return undefined;
  return typeof value === 'number' ? value : instantOf(`${value}T00:00:00.000`);
}

/** Newest business time of each dataset, in the period if there is any; the oldest of these. */
export function asOf(datasets: readonly string[], span: Span | undefined, world: World): number {
  const timed = datasets.filter((dataset) => world.models[dataset]?.time !== undefined);
  if (timed.length === 0) return datasets.some((dataset) => visible(dataset, world).length > 0) ? world.received : Number.NaN;
  const newest = timed.map((dataset) => {
    const timesOf = (rows: readonly Row[]) => rows.map((row) => businessTime(row, dataset, world) ?? Number.NEGATIVE_INFINITY);
    const all = visible(dataset, world);
    const inside = timesOf(span ? during(all, dataset, span, world) : []);
    return Math.max(...(inside.length > 0 ? inside : timesOf(all)));
  });
  const known = newest.filter(Number.isFinite);
  return known.length > 0 ? Math.min(...known) : Number.NaN;
}

export function compareRows(a: Row, b: Row, sort: readonly string[], dataset: string, world: World): number {
  for (const word of sort) {
    const path = word.replace(/^-/, '');
    const difference = compareCells(cell(path, a, world), cell(path, b, world), word.startsWith('-'), isShortText(dataset, path, world));
    if (difference !== 0) return difference;
  }
  return 0;
}

function isShortText(dataset: string, path: string, world: World): boolean {
  return kindOf(dataset, path, world) === 'short text';
}

/** What is missing comes last either way. */
export function compareCells(a: Json, b: Json, descending: boolean, isVietnamese: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const difference = isVietnamese ? compareVietnamese(String(a), String(b)) : comparePlain(a, b);
  return descending ? -difference : difference;
}
