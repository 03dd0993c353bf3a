import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** What a page may load and run: only what comes from this server, nothing that stands within a page. Maps and icons draw from data, video from the browser's memory. */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** Puts every answer under the policy, refusals too: it must stand before whatever may refuse. */
export async function secureAnswers(app: FastifyInstance): Promise<void> {
  await app.register(helmet, { contentSecurityPolicy: false, strictTransportSecurity: false, crossOriginEmbedderPolicy: false });
  app.addHook('onRequest', async (_, reply) => {
    reply.header('content-security-policy', contentSecurityPolicy);
  });
}
