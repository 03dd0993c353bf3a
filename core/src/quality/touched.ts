import type { DataContext } from '../data/context.ts';
import { minute } from '../data/query/calendar.ts';
import { system } from '../data/table.ts';
import { unitsInLog } from '../data/unit-store.ts';
import { calendarDataset } from '../time/read-calendar.ts';
import type { Assessed } from './assessed.ts';
import { issueDataset } from './issues.ts';

const deliveries = 'core/ingest_run';

/** Whether what a dataset is measured by may have changed: its rows, what these refer to, who delivers, which days are worked. */
export function isMovedBy({ entry, source, schedule, from }: Assessed, changed: ReadonlySet<string>): boolean {
  const referred = [...entry.fields.values()].flatMap(({ ref }) => ref ?? []);
  const units = [...entry.fields.values()].some(({ type }) => type === 'unit') || from?.field.type === 'unit';
  return (
    [...source.datasets(), ...referred].some((name) => changed.has(name)) ||
    (units && changed.has(unitsInLog)) ||
    (schedule?.workdays === true && changed.has(calendarDataset))
  );
}

/** Datasets of which somebody has settled or opened an issue, or whose last delivery may have been refused: their own rows have not changed by that. */
export async function touchedBy({ tables, database, clock }: DataContext, changed: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const touched = new Set<string>();
  const issues = changed.has(issueDataset) ? tables.get(issueDataset) : undefined;
  if (issues) {
    const found: { dataset_id: string }[] = await database
      .read(issues.name)
      .where((either) =>
        either
          .where((answered) => answered.whereIn('state', ['accepted_as_true', 'wont_fix']).whereNull('resolved_at'))
          .orWhere((opened) => opened.whereIn('state', ['open', 'follow_up']).whereNotNull('resolved_at')),
      )
      .distinct('dataset_id');
    for (const { dataset_id } of found) touched.add(dataset_id);
  }
  const runs = changed.has(deliveries) ? tables.get(deliveries) : undefined;
  if (runs) {
    const found: { dataset_id: string | null }[] = await database
      .read(runs.name)
      .where(system.received, '>', clock.now() - minute)
      .distinct('dataset_id');
    for (const { dataset_id } of found) if (dataset_id !== null) touched.add(dataset_id);
  }
  return touched;
}
