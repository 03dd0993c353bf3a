import type { RoleName } from '@haidang/sdk';
import type { Registry } from '../registry.ts';
import type { Caller } from './caller.ts';

interface Member {
  readonly id: string;
  readonly language?: Caller['language'];
  readonly roles: readonly RoleName[];
}

/** Somebody who may do what their roles may. */
export function memberOf({ roles: known }: Pick<Registry, 'roles'>, { id, language = 'vi', roles }: Member): Caller {
  const can = new Set(roles.flatMap((name) => [...(known.get(name)?.can ?? [])]));
  return { id, language, can: (permission) => can.has(permission) };
}
