import type { RoleName } from '@haidang/sdk';
import type { LoadedPlugin, RoleEntry } from '../registry.ts';
import { labelOf, qualified } from './entries.ts';

/** Adds the roles that a plugin proposes. A role of several plugins may do what each of them gives it; the first names it. */
export function addRoles(roles: Map<RoleName, RoleEntry>, { manifest, messages }: LoadedPlugin): void {
  const own = Object.entries(manifest.roles).map(([name, permissions]): RoleEntry => {
    const known = roles.get(name);
    const can = new Set([...(known?.can ?? []), ...permissions.map((permission) => qualified(manifest.id, permission))]);
    return { name, label: known?.label ?? labelOf(messages, name), can };
  });
  for (const role of own) roles.set(role.name, role);
}
