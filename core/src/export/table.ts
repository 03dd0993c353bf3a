import { HaidangError, type Json, type Query, type Result, type ResultField } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { prepareQuery } from '../data/query/query.ts';
import type { ExportRequest } from './request.ts';

/** Rows that are read at a time: what an export holds in memory. */
const pageRows = 2_000;

/** An answer of any length, of one state of the database. */
export interface ExportTable {
  readonly fields: readonly ResultField[];
  /** Of all rows, not of the first ones. */
  readonly trust: Result['trust'];
  readonly period?: Result['period'];
  /** Rows that come; unknown for groups that are more than one page. */
  readonly count?: number;
  /** Pages of rows with the names of the codes that occur in them. */
  pages(): AsyncGenerator<Pick<Result, 'fields' | 'rows'>>;
}

interface Asking extends ExportRequest {
  readonly caller: Caller;
}

/** Asks by the one way to read, page after page: what the caller may not see is in none of them. */
export async function readTable(context: DataContext, { query, most = Number.POSITIVE_INFINITY, caller }: Asking): Promise<ExportTable> {
  const ask = async (after: string | undefined, taken: number) => {
    const limit = Math.min(pageRows, most - taken);
    const page: Query = { ...query, limit, ...(after !== undefined && { after }) };
    return (await prepareQuery(context, { query: page, caller }).run()).result;
  };
  const first = await ask(undefined, 0);
  const total = query.measures || first.next === undefined ? undefined : await countRows(context, query, caller);
  const count = first.next === undefined ? first.rows.length : total && Math.min(total.count, most);
  return {
    fields: first.fields,
    trust: total && most >= total.count ? total.trust : first.trust,
    ...(first.period && { period: first.period }),
    ...(count !== undefined && { count }),
    async *pages() {
      let page = first;
      let taken = 0;
      while (true) {
        yield page;
        taken += page.rows.length;
        if (page.next === undefined || taken >= most) return;
        page = await ask(page.next, taken);
      }
    },
  };
}

async function countRows(
  context: DataContext,
  query: Query,
  caller: Caller,
): Promise<{ readonly count: number; readonly trust: Result['trust'] }> {
  const { select, sort, limit, after, ...rest } = query;
  const { result } = await prepareQuery(context, { query: { ...rest, measures: { n: { fn: 'count' } } }, caller }).run();
  const count = result.rows[0]?.[0];
  if (typeof count !== 'number') throw new HaidangError('internal', { reason: 'A count without a number.' });
  return { count, trust: result.trust };
}

/** A cell as JSON has it, by the place of its column. */
export function cellAt(row: readonly Json[], index: number): Json {
  return row[index] ?? null;
}
