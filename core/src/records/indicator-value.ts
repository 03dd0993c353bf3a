import { defineDataset, schema } from '@haidang/sdk';
import { agencyCode, day, flag, instant, line, named, unit } from './fields.ts';

/** Figures that are released rather than counted here, one row for each release: an estimate is followed by another vintage and never overwritten. */
export const indicator_value = defineDataset({
  row: schema({
    required: ['indicator_code', 'period_type', 'period_start', 'period_end', 'unit', 'vintage', 'value', 'value_status'],
    properties: {
      indicator_code: named,
      period_type: {
        type: 'string',
        enum: ['day', 'week', 'month', 'quarter', 'half_year', 'nine_months', 'year', 'school_year', 'custom'],
      },
      period_start: day,
      period_end: day,
      is_cumulative: flag,
      unit,
      // "sector:industry"; `*` for the whole.
      breakdown: { type: 'string', maxLength: 200 },
      vintage: { type: 'integer', minimum: 1 },
      value: { type: 'number' },
      value_status: { type: 'string', enum: ['estimate', 'preliminary', 'official', 'revised'] },
      revision: { type: 'integer', minimum: 1 },
      same_period_value: { type: 'number' },
      source_agency_code: agencyCode,
      released_at: instant,
      document_no: line,
      locked: flag,
    },
  }),
  key: ['indicator_code', 'period_type', 'period_start', 'unit', 'breakdown', 'vintage'],
  time: 'period_end',
  unit: 'unit',
  scope: 'unit',
  history: true,
});
