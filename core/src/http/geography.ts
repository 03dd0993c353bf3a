import type { FastifyInstance } from 'fastify';
import type { DataContext } from '../data/context.ts';
import { geographyOf } from '../documents/geography.ts';
import type { MapFiles } from '../documents/map/map-files.ts';

/** What maps are drawn from. Browsers keep it and ask only whether it is still the same. */
export function geographyRoute(app: FastifyInstance, context: DataContext, map: MapFiles): void {
  // Shapes may have many megabytes: they are written as text once for each version.
  let last = { version: '', text: '' };
  app.get('/api/geography', { config: { access: 'may:page.read' } }, async (request, reply) => {
    const geography = geographyOf(context, map);
    const etag = `"${geography.version}"`;
    reply.header('cache-control', 'no-cache').header('etag', etag);
    // Several may be named, and one may have become a weak one on its way through a proxy.
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
    if (last.version !== geography.version) last = { version: geography.version, text: JSON.stringify(geography) };
    return reply.type('application/json; charset=utf-8').send(last.text);
  });
}
