import { HaidangError, type Transition } from '@haidang/sdk';
import type { Knex } from 'knex';
import { localCaller } from '../access/caller.ts';
import { labelsOf, type Wanted } from './refused.ts';

/** How a step stands in the audit log. */
export function actionOf(transition: string): string {
  return `step:${transition}`;
}

/** Separation of duties: why this caller may not take the step, when it is because of a step that they took before. At the machine's own console the audit log cannot tell one person from another. */
export async function tookBefore(
  connection: Knex,
  { table: { entry }, id, transition, caller }: Wanted,
  { notBy }: Transition,
): Promise<HaidangError | undefined> {
  if (!notBy?.length || caller.isSystem || caller.id === localCaller().id) return undefined;
  const dataset = entry.name;
  const earlier: unknown = await connection('audit')
    .where({ dataset, record: String(id), caller: caller.id })
    .whereIn('action', notBy.map(actionOf))
    .first('action');
  if (!earlier) return undefined;
  const { vi, en } = labelsOf(entry, notBy);
  return new HaidangError('forbidden', {
    permission: `${dataset}.${transition}`,
    notBy,
    reason: {
      vi: `Người đã làm bước ${vi} không được làm bước này.`,
      en: `Who took the step ${en} may not take this one.`,
    },
  });
}
