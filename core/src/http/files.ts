import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { HaidangError } from '@haidang/sdk';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Registry } from '../registry.ts';

const types: { readonly [extension: string]: string } = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Names as a build writes them; every other spelling of a path is none. */
const isPlain = (path: string) => path.split('/').every((part) => /^[\w-][\w.-]*$/.test(part));

interface Folders {
  readonly app: string;
  readonly sdk: string;
}

/** What browsers load: the application, the modules that all widgets share, and each plugin's own files. */
export async function fileRoutes(app: FastifyInstance, registry: Registry, folders: Folders): Promise<void> {
  const open = { access: 'open' } as const;
  // Routes of our own, so that each declares its access; the library only sends.
  await app.register(fastifyStatic, { root: [folders.sdk, folders.app], serve: false });
  app.get<{ Params: { '*': string } }>('/sdk/*', { config: open }, (request, reply) =>
    reply.sendFile(plain(request.params['*']), folders.sdk, { maxAge: 0, cacheControl: true }),
  );
  app.get<{ Params: { '*': string } }>('/assets/*', { config: open }, (request, reply) =>
    reply.sendFile(`assets/${plain(request.params['*'])}`, folders.app, { maxAge: '365d', immutable: true }),
  );

  // Only files that stand in the plugin's own list, by exact path: nothing else of the folder can be asked for.
  app.get<{ Params: { plugin: string; '*': string } }>('/plugins/:plugin/*', { config: open }, async (request, reply) => {
    const plugin = registry.plugins.get(request.params.plugin);
    const path = request.params['*'];
    const hash = plugin?.files.get(path);
    if (!plugin || !hash || !path.startsWith('widgets/')) throw new HaidangError('not-found');
    const etag = `"${hash}"`;
    reply.header('cache-control', 'no-cache').header('etag', etag);
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type(types[extname(path)] ?? 'application/octet-stream').send(await readFile(join(plugin.folder, 'dist', path)));
  });

  const index = async (_: unknown, reply: FastifyReply) => {
    const file = join(folders.app, 'index.html');
    if (!existsSync(file)) throw new HaidangError('not-found', { reason: 'application' });
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(await readFile(file));
  };
  app.get('/', { config: open }, index);
  app.get('/page/:slug', { config: open }, index);
}

function plain(path: string): string {
  if (!isPlain(path)) throw new HaidangError('not-found');
  return path;
}
