import { defineIndicator } from '@haidang/sdk';
import { basis } from './conditions.ts';

/** Half of the reports closed in the period took less than this, in hours by the clock. */
export const median_resolve_hours = defineIndicator({
  formula: 'median(hours(report.reported_at,report.closed_at) where closed_at in period)',
  unit: 'h',
  frequency: 'month',
  direction: 'down',
  levels: { green: '<=72', amber: '<=120' },
  by: ['ward', 'category_code', 'lead_agency'],
  ...basis,
});
