import type { DataContext } from '../data/context.ts';
import { Job } from '../jobs/job.ts';
import { followCalendars } from './clocks/follow-calendars.ts';
import { Timers } from './timers/timers.ts';

/** What workflows do by themselves: timers that are due, and deadlines after a change of a calendar. Several processes of one database share the work. */
export function workflowJobs(context: DataContext, onError: (error: Error) => void): readonly Job[] {
  const timers = new Timers(context, onError);
  return [
    new Job({ name: 'timers', every: 1000, work: () => timers.work(), onError }),
    new Job({ name: 'deadlines', every: 5000, work: () => followCalendars(context), onError }),
  ];
}
