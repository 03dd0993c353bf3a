import { HaidangError } from '@haidang/sdk';
import type { Caller } from './caller.ts';

/** Who may use a route: anybody, or who holds a permission. `{plugin}` and `{dataset}` stand for the route's parameters. */
export type Access = 'open' | `may:${string}`;

/** The one decision on whether a caller may do something. Everything that answers a request asks here. */
export function authorise({
  caller,
  access,
  params = {},
}: {
  readonly caller: Caller;
  readonly access: Access;
  readonly params?: { readonly [name: string]: string };
}): void {
  if (access === 'open') return;
  const permission = access.slice('may:'.length).replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  if (!caller.can(permission)) throw new HaidangError('forbidden', { permission });
}
