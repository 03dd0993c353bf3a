import { defineWorkflow } from '@haidang/sdk';
import { row } from '../datasets/report-row.ts';
import { clocks } from './clocks.ts';
import { closing } from './closing.ts';
import { intake } from './intake.ts';
import { elsewhere } from './states.ts';
import { work } from './work.ts';

/** How a report is handled, from its sender to the archive. */
export const handling = defineWorkflow(row, {
  field: 'status',
  initial: 'submitted',
  source: elsewhere,
  transitions: { ...intake, ...work, ...closing },
  clocks,
});
