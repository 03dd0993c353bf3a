import { defineIndicator } from '@haidang/sdk';
import { basis, counted, isRunning } from './conditions.ts';

type Deadline = 'original_due_at' | 'due_at';

// By due date: of the reports that fell due in the period, the share done by then. One that is neither done nor due yet is left out,
// one that is past due and not done counts against. Both rates are shown side by side, so that extensions cannot hide lateness.

/** Share on time by the first deadline. */
export const on_time_rate_original = defineIndicator({
  formula: onTimeBy('original_due_at'),
  unit: '%',
  frequency: ['day', 'month'],
  direction: 'up',
  levels: { green: '>=90', amber: '>=75' },
  by: ['ward', 'category_code', 'lead_agency'],
  ...basis,
});

/** Share on time by the deadline with approved extensions. */
export const on_time_rate = defineIndicator({
  formula: onTimeBy('due_at'),
  unit: '%',
  frequency: ['day', 'month'],
  direction: 'up',
  levels: { green: '>=95', amber: '>=85' },
  by: ['ward', 'category_code', 'lead_agency'],
  ...basis,
});

/** Reports that fell due in the period by the first deadline: the cases behind the first rate. */
export const fallen_due = defineIndicator({
  formula: judgedBy('original_due_at'),
  unit: 'reports',
  frequency: ['day', 'month'],
  by: ['ward', 'category_code', 'lead_agency'],
  ...basis,
});

/** Open reports past their deadline at this moment. */
export const overdue_open = defineIndicator({
  formula: `count(report where due_at<now and ${isRunning})`,
  unit: 'reports',
  frequency: 'live',
  direction: 'down',
  levels: { green: '=0', amber: '<=10' },
  by: ['ward', 'category_code', 'lead_agency'],
  ...basis,
});

function onTimeBy(due: Deadline): string {
  return `100*count(report where ${due} in period and answered_at<=${due} and ${counted})/${judgedBy(due)}`;
}

function judgedBy(due: Deadline): string {
  return `count(report where ${due} in period and (answered_at not empty or ${due}<now) and ${counted})`;
}
