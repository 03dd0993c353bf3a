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
    const { origin, upgrade, 'sec-fetch-site': site = 'none' } = request.headers;
    if (reading.has(request.method) && upgrade === undefined) return;
    if (origin !== undefined && origin !== `http://${host}`) throw new HaidangError('origin-not-allowed', { origin });
    // Another port of this machine is "same-site", and another program.
    if (site !== 'same-origin' && site !== 'none') throw new HaidangError('origin-not-allowed', { origin: origin ?? site });
  });
}
