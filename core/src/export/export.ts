import { Readable } from 'node:stream';
import { HaidangError } from '@haidang/sdk';
import type { Caller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import { tableFor } from '../data/write.ts';
import { exportColumns } from './columns.ts';
import { provenanceOf } from './provenance.ts';
import type { ExportFormat, ExportRequest } from './request.ts';
import { standStill } from './snapshot.ts';
import { type ExportTable, readTable } from './table.ts';
import { writeCsv } from './write-csv.ts';
import { writeGeojson } from './write-geojson.ts';
import { writeNdjson } from './write-ndjson.ts';

export interface Exporting extends ExportRequest {
  readonly dataset: string;
  readonly caller: Caller;
  readonly format: ExportFormat;
  readonly headers: 'labels' | 'names';
}

/** A file that is made while it is read. */
export interface ExportFile {
  /** What the file is called, without its ending. */
  readonly title: string;
  readonly content: Readable;
}

/** Exports rows of a dataset, or figures over it, as the caller may read them. What is wrong with the query is thrown before the first byte; closing the stream ends the work. */
export async function exportFile(context: DataContext, { dataset, caller, format, headers, ...request }: Exporting): Promise<ExportFile> {
  const { entry } = tableFor(context, dataset);
  const { language } = caller;
  const query = format === 'geojson' ? withShape(request.query, entry.dataset.geo) : request.query;
  const { made, release } = await standStill(context, async (still) => {
    const table = await readTable(still, { ...request, query, caller });
    const provenance = provenanceOf(still, { entry, query, table, language });
    const columns = () => exportColumns(context, entry, table.fields, headers === 'names' ? 'names' : language);
    return write(format, { table, provenance, language, columns, geo: entry.dataset.geo ?? '' });
  });
  const content = Readable.from(made, { objectMode: false, highWaterMark: 65_536 });
  // Read to its end, failed, or given up before it began.
  content.once('close', release);
  return { title: entry.label[language] ?? entry.label.vi, content };
}

interface Writing {
  readonly table: ExportTable;
  readonly provenance: ReturnType<typeof provenanceOf>;
  readonly language: 'vi' | 'en';
  readonly geo: string;
  columns(): ReturnType<typeof exportColumns>;
}

async function write(format: ExportFormat, { columns, ...writing }: Writing): Promise<AsyncGenerator<string | Buffer>> {
  if (format === 'csv') return writeCsv({ ...writing, columns: columns() });
  if (format === 'xlsx') {
    // What makes workbooks takes longer to load than a start may wait for.
    const { writeXlsx } = await import('./write-xlsx.ts');
    return writeXlsx({ ...writing, columns: columns() });
  }
  return format === 'ndjson' ? writeNdjson(writing) : writeGeojson(writing);
}

/** A map needs the place of each row. */
function withShape(query: ExportRequest['query'], geo: string | undefined): ExportRequest['query'] {
  if (geo === undefined || query.measures)
    throw new HaidangError('bad-request', {
      path: geo === undefined ? 'from' : 'measures',
      reason: { vi: 'Chỉ những dòng có vị trí mới xuất được GeoJSON.', en: 'Only rows that have a place can be GeoJSON.' },
    });
  return !query.select || query.select.includes(geo) ? query : { ...query, select: [...query.select, geo] };
}
