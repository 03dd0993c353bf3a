import { defineDataset, schema } from '@haidang/sdk';
import { agencyCode, line, named, unit } from './fields.ts';

/** What a year is meant to reach, by resolution of the People's Council. */
export const plan_target = defineDataset({
  row: schema({
    required: ['indicator_code', 'year', 'unit', 'target_value', 'target_kind'],
    properties: {
      indicator_code: named,
      year: { type: 'integer', minimum: 1900, maximum: 2200 },
      unit,
      target_value: { type: 'number' },
      // Cumulative, January first.
      monthly_path: { type: 'array', items: { type: 'number' }, minItems: 12, maxItems: 12 },
      target_kind: { type: 'string', enum: ['at_least', 'at_most', 'range'] },
      resolution_no: line,
      responsible_agency_code: agencyCode,
    },
  }),
  key: ['indicator_code', 'year', 'unit'],
  unit: 'unit',
  scope: 'all',
  history: true,
});
