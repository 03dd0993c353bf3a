import { defineDataset } from '@haidang/sdk';
import { handling } from '../workflow/handling.ts';
import { row } from './report-row.ts';

/** What people, businesses and field staff see on the ground and report. */
export const report = defineDataset({
  row,
  key: ['report_code'],
  time: 'reported_at',
  geo: 'location',
  unit: 'ward',
  agency: 'lead_agency',
  expects: { every: 'PT1H' },
  rules: {
    accepted_after_reported: { must: { accepted_at: { gte: { field: 'reported_at' } } }, critical: true },
    answered_after_reported: { must: { answered_at: { gte: { field: 'reported_at' } } }, critical: true },
    closed_after_reported: { must: { closed_at: { gte: { field: 'reported_at' } } }, critical: true },
    extended_only_forward: { must: { due_at: { gte: { field: 'original_due_at' } } } },
    resolved_is_closed: { where: { status: { in: ['resolved', 'closed_no_action'] } }, must: { closed_at: { empty: false } } },
    place_is_known: { where: { location: { empty: true } }, must: { address_text: { empty: false } } },
  },
  scope: 'unit',
  keep: 'P5Y',
  workflow: handling,
});
