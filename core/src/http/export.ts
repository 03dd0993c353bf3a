import { HaidangError } from '@haidang/sdk';
import type { FastifyInstance } from 'fastify';
import type { DataContext } from '../data/context.ts';
import { exportFile } from '../export/export.ts';
import { type ExportFormat, type ExportParameters, exportParameters, formats, readRequest } from '../export/request.ts';
import { attachment } from './attachment.ts';

interface Params {
  readonly plugin: string;
  readonly dataset: string;
}

const types: { readonly [format in ExportFormat]: string } = {
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  geojson: 'application/geo+json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

/** `GET /api/export/:plugin/:dataset.{csv,xlsx,geojson,ndjson}`: what a query answers, of any length, as a file that is made while it is sent. */
export function exportRoutes(app: FastifyInstance, context: DataContext): void {
  for (const format of formats)
    app.get<{ Params: Params; Querystring: ExportParameters }>(
      `/api/export/:plugin/:dataset.${format}`,
      { config: { access: 'may:{plugin}/{dataset}.export' }, exposeHeadRoute: false, schema: { querystring: exportParameters } },
      async ({ params, query, caller }, reply) => {
        const dataset = `${params.plugin}/${params.dataset}`;
        if (!context.registry.datasets.has(dataset)) throw new HaidangError('unknown-dataset', { dataset });
        const { headers = 'labels' } = query;
        const { title, content } = await exportFile(context, { ...readRequest(dataset, query), dataset, caller, format, headers });
        content.on('error', (error) => reply.log.error(error));
        return reply
          .type(types[format])
          .header('cache-control', 'no-store')
          .header('content-disposition', attachment(`${title}.${format}`))
          .send(content);
      },
    );
}
