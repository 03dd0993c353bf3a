import { HaidangError } from '@haidang/sdk';
import type { FastifyInstance } from 'fastify';
import type { DataContext } from '../data/context.ts';
import { catalogFor } from '../documents/catalog.ts';
import { type Locality, type PageFile, pageProblems } from '../documents/locality.ts';
import { resolvedPage } from '../documents/pages.ts';

/** The catalogue, and documents as they are or ready to draw. In this edition they are the locality's files. */
export function documentRoutes(app: FastifyInstance, context: DataContext, locality: Locality): void {
  app.get('/api/catalog', { config: { access: 'may:page.read' } }, async (request) => catalogFor(context, locality, request.caller));
  app.get('/api/plugins', { config: { access: 'may:plugin.read' } }, async () => ({
    plugins: [...context.registry.plugins.values()].map(({ manifest: { id, version, title, icon } }) => ({
      id,
      version,
      title,
      icon,
      state: 'running',
    })),
    problems: context.registry.problems,
  }));
  app.get('/api/documents/ioc', { config: { access: 'may:page.read' } }, async () => ({ documents: [context.ioc] }));
  app.get('/api/documents/page', { config: { access: 'may:page.read' } }, async (request) => ({
    documents: locality.pages.flatMap(({ page }) => (page ? [page] : [])),
    problems: locality.pages.flatMap((page) => pageProblems(page, since(), request.caller.language)),
  }));
  const querystring = {
    type: 'object',
    additionalProperties: false,
    properties: { resolved: { type: 'string', enum: ['0', '1'] }, lang: { type: 'string' } },
  };
  app.get<{ Params: { id: string }; Querystring: { resolved?: string } }>(
    '/api/documents/page/:id',
    { config: { access: 'may:page.read' }, schema: { querystring } },
    async (request) => {
      const { id } = request.params;
      const found = locality.pages.find((entry) => isNamed(entry, id));
      if (!found) throw new HaidangError('not-found', { page: id });
      if (!found.page) throw new HaidangError('validation-failed', { page: id, file: found.file, faults: found.faults });
      return request.query.resolved === '1' ? resolvedPage(context, found.page, request.caller.language) : found.page;
    },
  );

  function since(): string {
    return new Date(context.clock.now()).toISOString();
  }
}

function isNamed({ page, file }: PageFile, name: string): boolean {
  return page ? page.id === name || page.slug === name : file === `${name}.json` || `pg_${file}` === `${name}.json`;
}
