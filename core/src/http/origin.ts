import { HaidangError } from '@haidang/sdk';
import type { FastifyInstance } from 'fastify';

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
const reading: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether the server may listen there before people have accounts. */
export function isLoopback(host: string): boolean {
  return loopback.has(host) || host === '::1';
}

/** Answers only to this machine's own names, and takes writes and sockets only from its own pages or from programs (which send no Origin). Stops DNS rebinding and cross-site requests. */
export function guardOrigin(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const host = request.headers.host ?? '';
    const name = host.replace(/:\d+$/, '');
    if (!loopback.has(name.toLowerCase())) throw new HaidangError('wrong-host', { host });
    const isSocket = request.headers.upgrade?.toLowerCase() === 'websocket';
    if (reading.has(request.method) && !isSocket) return;
    const { origin } = request.headers;
    if (origin !== undefined && origin !== `http://${host}`) throw new HaidangError('origin-not-allowed', { origin });
    if (request.headers['sec-fetch-site'] === 'cross-site')
      throw new HaidangError('origin-not-allowed', { origin: origin ?? 'cross-site' });
  });
}
