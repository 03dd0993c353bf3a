import { systemCaller } from '../access/caller.ts';
import type { DataContext } from '../data/context.ts';
import type { FieldRef } from '../data/query/condition.ts';
import { readSchedule, type Schedule } from '../data/query/delivery.ts';
import { Source } from '../data/query/source.ts';
import type { DatasetEntry } from '../registry.ts';
import { calendarDataset } from '../time/read-calendar.ts';

/** Stands for all suppliers together, and for the one of a dataset that names none. */
export const everybody = '*';

/** A dataset with what it is measured against. */
export interface Assessed {
  readonly entry: DatasetEntry;
  readonly source: Source;
  readonly schedule: Schedule | undefined;
  /** Field that names who delivers. */
  readonly from: FieldRef | undefined;
}

/** Whether a dataset declares anything to be measured against. */
export function isAssessed({ dataset: { rules = {}, expects } }: DatasetEntry): boolean {
  return expects !== undefined || Object.keys(rules).length > 0;
}

/** A dataset made ready to be assessed. */
export function assessedOf(context: DataContext, entry: DatasetEntry): Assessed {
  const source = new Source(context, systemCaller, entry.name);
  const { expects } = entry.dataset;
  const from = expects?.from === undefined ? undefined : source.resolve(expects.from, 'expects.from');
  return { entry, source, schedule: source.time && readSchedule(expects), from };
}

/** Name under which the change log says that the assessment of a dataset has changed. */
export function assessmentOf(dataset: string): string {
  return `quality:${dataset}`;
}

/** What the trust of answers from a source rests on besides its rows, by the names of the change log. */
export function restsOn({ table: { entry } }: Source): readonly string[] {
  return [...(isAssessed(entry) ? [assessmentOf(entry.name)] : []), ...(entry.dataset.expects?.workdays ? [calendarDataset] : [])];
}
