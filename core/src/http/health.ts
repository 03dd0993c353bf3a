import type { Ioc, Problem } from '@haidang/sdk';
import type { FastifyInstance } from 'fastify';

interface State {
  readonly ioc: Ioc;
  readonly database: { readonly description: string; check(): Promise<void> };
  readonly plugins: readonly string[];
  readonly problems: () => readonly Problem[];
}

/** Liveness, and readiness with the state of the database and the plugins. */
export function healthRoutes(app: FastifyInstance, { ioc, database, plugins, problems }: State): void {
  app.get('/api/health', { config: { access: 'open' } }, async () => ({ status: 'ok', name: 'haidang', unit: ioc.unit }));
  app.get('/api/ready', { config: { access: 'open' } }, async (_, reply) => {
    const isUp = await database.check().then(
      () => true,
      () => false,
    );
    return reply.code(isUp ? 200 : 503).send({
      status: isUp ? 'ready' : 'not-ready',
      database: { status: isUp ? 'up' : 'down', engine: database.description },
      plugins,
      problems: problems(),
    });
  });
}
