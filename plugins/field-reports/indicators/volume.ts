import { defineIndicator } from '@haidang/sdk';
import { basis, counted, isOpen } from './conditions.ts';

/** Reports received in the period. */
export const received = defineIndicator({
  formula: `count(report where reported_at in period and ${counted})`,
  unit: 'reports',
  frequency: ['day', 'month'],
  by: ['ward', 'category_code', 'channel'],
  ...basis,
});

/** Reports closed in the period, whatever was done. */
export const resolved = defineIndicator({
  formula: "count(report where closed_at in period and status in ['resolved','closed_no_action','archived'])",
  unit: 'reports',
  frequency: ['day', 'month'],
  by: ['ward', 'category_code', 'lead_agency'],
  ...basis,
});

/** Reports open at this moment, whenever they came. */
export const open = defineIndicator({
  formula: `count(report where ${isOpen})`,
  unit: 'reports',
  frequency: 'live',
  direction: 'down',
  by: ['ward', 'category_code', 'lead_agency'],
  ...basis,
});
