import type { Query } from '../query.ts';

/** Files that people download: CSV for any program, XLSX for a spreadsheet. */
export type DownloadFormat = 'csv' | 'xlsx';

/** Address of a file with all that a query over a dataset answers, however many rows a page of it has. */
export function exportAddress(
  query: Query,
  { format, base = '', language }: { readonly format: DownloadFormat; readonly base?: string; readonly language?: string | undefined },
): string {
  const { from, limit: _limit, after: _after, ...rest } = query;
  const address = new URLSearchParams({ ...(language !== undefined && { lang: language }), query: JSON.stringify(rest) });
  return `${base}/api/export/${from}.${format}?${address}`;
}
