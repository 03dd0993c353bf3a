import { type Caller, systemCaller } from '../../../core/src/access/caller.ts';
import { memberOf } from '../../../core/src/access/member.ts';
import type { DataContext } from '../../../core/src/data/context.ts';
import type { Database } from '../../../core/src/data/database.ts';
import { testContext } from '../../../core/src/data/testing.ts';
import { writeRecords } from '../../../core/src/data/write.ts';
import { addRoles } from '../../../core/src/host/roles.ts';
import type { LoadedPlugin, RoleEntry } from '../../../core/src/registry.ts';
import { fixtures } from './fixture.ts';

export interface Centre {
  readonly context: DataContext;
  /** Somebody with these roles only, who may also read and write. */
  somebody(roles: readonly string[], more?: readonly string[]): Caller;
  /** Writes records as they are, past every workflow, and gives their numbers in order. */
  put(dataset: string, rows: readonly { readonly [field: string]: string }[]): Promise<readonly number[]>;
  /** Where records stand, by their numbers. */
  statesOf(dataset: string, field: string): Promise<ReadonlyMap<number, string>>;
}

/** A centre with all plugins of the fixtures. */
export async function centreOf(database: Database): Promise<Centre> {
  const plugins = [...fixtures()];
  const datasets = Object.fromEntries(
    plugins.flatMap(([id, { datasets }]) => Object.entries(datasets).map(([name, dataset]) => [`${id}/${name}`, dataset])),
  );
  const context = await testContext(database, { datasets });
  const roles = new Map<string, RoleEntry>();
  for (const [id, plugin] of plugins)
    addRoles(roles, { manifest: { id, roles: plugin.roles }, messages: plugin.messages } as unknown as LoadedPlugin);
  let number = 0;
  const rowsOf = (dataset: string) => database.read(context.tables.get(dataset)?.name ?? dataset);
  return {
    context,
    somebody(names, more = []) {
      const member = memberOf({ roles }, { id: names.join('+') || 'nobody', roles: names });
      return {
        ...member,
        can: (permission) => /\.(?:read|write)$/.test(permission) || more.includes(permission) || member.can(permission),
      };
    },
    async put(dataset, rows) {
      const coded = rows.map((row) => ({ ...row, code: `r${String(++number).padStart(6, '0')}` }));
      const lines = coded.map((row, index) => ({ line: index + 1, row }));
      const { refused } = await writeRecords(context, { dataset, rows: lines, caller: systemCaller });
      if (refused.length > 0) throw new Error(JSON.stringify(refused));
      const stored: { _id: number | string; code: string }[] = await rowsOf(dataset).select('_id', 'code');
      const ids = new Map(stored.map(({ _id, code }) => [code, Number(_id)]));
      return coded.map(({ code }) => ids.get(code) ?? 0);
    },
    async statesOf(dataset, field) {
      const stored: { _id: number | string; state: string }[] = await rowsOf(dataset).select('_id', { state: field });
      return new Map(stored.map(({ _id, state }) => [Number(_id), state]));
    },
  };
}
