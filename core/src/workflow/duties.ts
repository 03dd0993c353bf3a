import { HaidangError, type Transition } from '@haidang/sdk';
import type { Knex } from 'knex';
import { type Caller, localCaller } from '../access/caller.ts';

/** How a step stands in the audit log. */
export function actionOf(transition: string): string {
  return `step:${transition}`;
}

interface Duty {
  readonly dataset: string;
  readonly id: number;
  readonly transition: string;
  readonly caller: Caller;
}

/** Separation of duties: why this caller may not take the step, when it is because of a step that they took before. At the machine's own console the audit log cannot tell one person from another. */
export async function tookBefore(
  connection: Knex,
  { dataset, id, transition, caller }: Duty,
  { notBy }: Transition,
): Promise<HaidangError | undefined> {
  if (!notBy?.length || caller.isSystem || caller.id === localCaller().id) return undefined;
  const earlier: unknown = await connection('audit')
    .where({ dataset, record: String(id), caller: caller.id })
    .whereIn('action', notBy.map(actionOf))
    .first('action');
  if (!earlier) return undefined;
  return new HaidangError('forbidden', {
    permission: `${dataset}.${transition}`,
    notBy,
    reason: {
      vi: `Người đã làm bước ${notBy.join(', ')} không được làm bước này.`,
      en: `Who took the step ${notBy.join(', ')} may not take this one.`,
    },
  });
}
