import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Caller, localCaller } from '../access/caller.ts';
import { type Access, authorise } from '../access/policy.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route; the server does not start when one is missing. */
    access?: Access;
  }
  interface FastifyRequest {
    caller: Caller;
  }
}

/** Says who asks. */
export type CallerOf = (request: FastifyRequest) => Caller;

/** Whoever sits at this machine. */
const local: CallerOf = (request) => localCaller(languageOf(request));

/** Gives every request its caller and puts every route under the policy; a route without `access` stops the start. */
export async function guardRoutes(app: FastifyInstance, callerOf: CallerOf = local): Promise<void> {
  app.decorateRequest('caller');
  app.addHook('onRoute', (route) => {
    if (!route.config?.access) throw new Error(`route ${String(route.method)} ${route.url} declares no access`);
  });
  app.addHook('onRequest', async (request) => {
    request.caller = callerOf(request);
    const access = request.routeOptions.config?.access;
    // No route matched: the not-found handler answers.
    if (access) authorise({ caller: request.caller, access, params: paramsOf(request) });
  });
}

/** The reader's language: `?lang=`, else the browser's first of vi and en. */
export function languageOf(request: FastifyRequest): 'vi' | 'en' {
  // Not `new URL`: it throws on addresses such as "//", which anybody may send.
  const asked = new URLSearchParams(request.url.split('?', 2)[1]).get('lang');
  if (asked === 'vi' || asked === 'en') return asked;
  const header = request.headers['accept-language'] ?? '';
  const first = header
    .split(',')
    .map((part) => part.trim().slice(0, 2).toLowerCase())
    .find((tag) => tag === 'vi' || tag === 'en');
  return first === 'en' ? 'en' : 'vi';
}

function paramsOf(request: FastifyRequest): { [name: string]: string } {
  const params: { [name: string]: string } = {};
  if (request.params && typeof request.params === 'object')
    for (const [name, value] of Object.entries(request.params)) params[name] = String(value);
  return params;
}
