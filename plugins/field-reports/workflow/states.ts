import type { Report } from '../datasets/report-row.ts';

type State = Report['status'];

/** States in which an agency is at work. */
export const atWork = ['assigned', 'in_progress', 'scheduled'] as const satisfies readonly State[];

/** States in which somebody still has to do something. */
export const open = [
  'submitted',
  'held',
  ...atWork,
  'info_requested',
  'returned',
  'answered',
  'emergency',
  'reopened',
] as const satisfies readonly State[];

/** States that other systems know of their own reports. */
export const elsewhere = [
  'submitted',
  ...atWork,
  'resolved',
  'closed_no_action',
  'rejected',
  'duplicate',
  'withdrawn',
  'archived',
] as const satisfies readonly State[];
