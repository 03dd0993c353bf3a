import { defineDataset, schema } from '@haidang/sdk';
import { count, instant, named, share } from './fields.ts';

/** How đúng, đủ, sạch, sống a dataset was in a window, for each supplier and (`*`) for all. The raw counts let suppliers be added up. */
export const quality_run = defineDataset({
  row: schema({
    required: ['dataset_id', 'window_start', 'window_end', 'source_agency_code', 'grade', 'issues_open'],
    properties: {
      dataset_id: named,
      window_start: instant,
      // Last second of the day that was assessed.
      window_end: instant,
      // Key of the supplier: a unit, an agency, a station.
      source_agency_code: named,
      q_dung: share,
      q_du: share,
      q_sach: share,
      q_song: share,
      overall: { type: 'number', minimum: 0, maximum: 100 },
      grade: { type: 'string', enum: ['A', 'B', 'C', 'D', 'not_evaluated'] },
      expected_slots: count,
      received_slots: count,
      on_time_slots: count,
      issues_open: count,
      checks_weight: count,
      checks_passed: count,
      cells_required: count,
      cells_filled: count,
      rows_total: count,
      // Rows with at least one issue that is open.
      rows_flawed: count,
      newest_at: instant,
      // How fresh the newest row was (F).
      fresh: share,
      // Since when the readings of a supplier, or of one of them, have not changed though rows came.
      frozen_since: instant,
    },
  }),
  key: ['dataset_id', 'window_end', 'source_agency_code'],
  time: 'window_end',
  scope: 'all',
  keep: 'P5Y',
});
