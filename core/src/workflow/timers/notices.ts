import type { RoleName } from '@haidang/sdk';
import type { Knex } from 'knex';
import { systemCaller } from '../../access/caller.ts';
import { toCells } from '../../data/cells.ts';
import type { DataContext } from '../../data/context.ts';
import { keepRecords } from '../../data/keep.ts';
import { formatInstant } from '../../data/zone.ts';

const notifications = 'core/notification';

/** Something that people in some roles are told about a record, once. */
export interface Notice {
  readonly dataset: string;
  readonly record: number;
  /** What tells them: a clock, or a step. */
  readonly rule: string;
  /** Which time that was; the same is never told twice. */
  readonly occasion: string;
  readonly roles: readonly RoleName[];
  readonly agency: string | undefined;
  readonly severity: 'medium' | 'high';
  /** When it happened. */
  readonly at: number;
  /** Not shown before. */
  readonly deliverAt: number;
  readonly dueAt?: number;
}

interface Telling {
  readonly context: DataContext;
  readonly connection: Knex;
  /** The present, for the logs. */
  readonly at: number;
}

/** Keeps a notice for each role, in the transaction of what it is about. Gives the datasets that were written. */
export async function keepNotices({ context, connection, at }: Telling, notices: readonly Notice[]): Promise<readonly string[]> {
  const table = context.tables.get(notifications);
  const rows = notices.flatMap((notice) => notice.roles.map((role) => rowOf(notice, role)));
  if (!table || rows.length === 0) return [];
  const known: { notification_id: string }[] = await connection(table.name)
    .whereIn(
      'notification_id',
      rows.map((row) => row.notification_id),
    )
    .select('notification_id');
  const told = new Set(known.map((row) => row.notification_id));
  const added = rows
    .filter((row) => !told.has(row.notification_id))
    .map((row) => ({ cells: toCells(table, context.database.dialect, row), isSample: false }));
  if (added.length === 0) return [];
  const deed = { at, caller: systemCaller.id, action: 'notify', dataset: notifications };
  await keepRecords({ context, connection, table, added, changed: [], deed });
  return [notifications];
}

function rowOf({ dataset, record, rule, occasion, agency, severity, at, deliverAt, dueAt }: Notice, role: RoleName) {
  const ref = `${dataset}/${record}`;
  const dedupe = `${ref}/${rule}/${occasion}`;
  return {
    notification_id: `${dedupe}/${role}`,
    rule_id: `${dataset}.${rule}`,
    ref,
    severity,
    created_at: formatInstant(at),
    deliver_at: formatInstant(deliverAt),
    ...(dueAt !== undefined && { due_at: formatInstant(dueAt) }),
    channel: 'in_app',
    recipient_role: role,
    ...(agency !== undefined && { recipient_agency_code: agency }),
    state: 'queued',
    dedupe_key: dedupe,
  };
}
