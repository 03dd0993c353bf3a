import type { RowWorkflow } from '@haidang/sdk';
import type { Report } from '../datasets/report-row.ts';

/** A part of the workflow, every state, field and value checked. */
export type Steps = RowWorkflow<Report, 'status'>['transitions'];
export type Clocks = NonNullable<RowWorkflow<Report, 'status'>['clocks']>;
