import type { Json, Query, Result } from '@haidang/sdk';
import type { Expected } from './naive/answer.ts';

/** All pages of an answer, in order. */
export type Pages = readonly Result[];

/** In what an answer differs from what is expected; nothing when it does not. */
export function difference(query: Query, pages: Pages, expected: Expected): string | undefined {
  const fields = pages[0]?.fields ?? [];
  const rows = pages.flatMap((page) => page.rows.map((row) => row.map((cell, index) => comparable(cell, fields[index]?.type))));
  for (const [index, page] of pages.entries()) {
    const isLast = index === pages.length - 1;
    const limit = query.limit ?? (expected.used ? 1000 : 100);
    if (isLast ? page.rows.length > limit || (page.rows.length === 0 && index > 0) : page.rows.length !== limit)
      return `page ${index + 1} of ${pages.length} has ${page.rows.length} rows`;
  }
  const different = rows.findIndex((row, index) => !isEqual(row, expected.rows[index] ?? null));
  if (different >= 0) return `row ${different} is ${JSON.stringify(rows[different])}, expected ${JSON.stringify(expected.rows[different])}`;
  if (rows.length !== expected.rows.length)
    return `${rows.length} rows, expected ${expected.rows.length}: the first missing is ${JSON.stringify(expected.rows[rows.length])}`;
  return differenceInNames(pages, expected) ?? differenceInTrust(pages, expected);
}

/** Each page names the codes that it shows. */
function differenceInNames(pages: Pages, { names }: Expected): string | undefined {
  for (const [column, nameOf] of names.entries()) {
    for (const { fields, rows } of pages) {
      const codes = [...new Set(rows.map((row) => String(row[column])))];
      const wanted = Object.fromEntries(codes.flatMap((code) => (nameOf(code) ? [[code, nameOf(code) ?? null]] : [])));
      const found = { ...fields[column]?.values };
      if (!isEqual(found, wanted)) return `names of column ${column} are ${JSON.stringify(found)}, expected ${JSON.stringify(wanted)}`;
    }
  }
  return undefined;
}

function differenceInTrust(pages: Pages, { used, samples, asOf, period }: Expected): string | undefined {
  let start = 0;
  for (const [index, { trust, rows, period: given }] of pages.entries()) {
    const illustrative = samples.slice(start, start + rows.length).filter((isSample) => isSample).length;
    const wanted = {
      n: used?.n ?? rows.length,
      sample: used?.sample ?? illustrative,
      asOf: Number.isNaN(asOf) ? undefined : asOf,
      period,
    };
    const found = {
      n: trust.n,
      sample: trust.sample ?? 0,
      asOf: trust.asOf === undefined ? undefined : Date.parse(trust.asOf),
      period: given && [Date.parse(given.from), Date.parse(given.to)],
    };
    for (const name of ['n', 'sample', 'asOf', 'period'] as const)
      if (JSON.stringify(found[name]) !== JSON.stringify(wanted[name]))
        return `${name} of page ${index + 1} is ${JSON.stringify(found[name])}, expected ${JSON.stringify(wanted[name])}`;
    start += rows.length;
  }
  return undefined;
}

/** In what two databases answer differently; nothing when they do not by any byte. Of sums of rough numbers the last digits may differ. */
export function differenceBetween(query: Query, a: Pages, b: Pages): string | undefined {
  const isRough = JSON.stringify(query.measures ?? query.from).match(/rough|test\/i\d/) !== null;
  const of = (pages: Pages) => pages.map((page) => JSON.stringify(isRough ? { ...page, rows: [] } : page));
  const [x, y] = [of(a), of(b)];
  if (x.length !== y.length) return `${x.length} and ${y.length} pages`;
  for (const [index, page] of x.entries()) {
    const other = y[index] ?? '';
    if (page === other) continue;
    let at = 0;
    while (page[at] === other[at]) at++;
    return `page ${index + 1}\n…${page.slice(Math.max(0, at - 100), at + 200)}…\n…${other.slice(Math.max(0, at - 100), at + 200)}…`;
  }
  if (!isRough) return undefined;
  const rows = (pages: Pages) => pages.flatMap((page) => page.rows);
  const other = rows(b);
  const row = rows(a).findIndex((each, index) => !isEqual(each, other[index] ?? null));
  return row < 0 ? undefined : `row ${row}\n${JSON.stringify(rows(a)[row])}\n${JSON.stringify(other[row])}`;
}

function comparable(cell: Json, type: string | undefined): Json {
  return type === 'date-time' && typeof cell === 'string' ? Date.parse(cell) : cell;
}

/** Numbers may differ in their last digits: databases add up in other orders. */
function isEqual(a: Json, b: Json): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a === b || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [x, y] = [Object.entries(a), b as { readonly [name: string]: Json }];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    x.length === Object.keys(y).length &&
    x.every(([name, value]) => isEqual(value, y[name] ?? null))
  );
}
