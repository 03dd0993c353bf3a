import { defineDataset, schema } from '@haidang/sdk';
import { agencyCode, code, instant, line, named, text } from './fields.ts';

/** Something wrong with a row that was kept, until it is mended or confirmed as true. */
export const quality_issue = defineDataset({
  row: schema({
    required: ['issue_id', 'rule_code', 'dataset_id', 'found_at', 'state'],
    properties: {
      issue_id: named,
      rule_code: code,
      dataset_id: named,
      row_key: { type: 'string', maxLength: 500 },
      field: line,
      message: text,
      found_at: instant,
      owner_agency_code: agencyCode,
      state: { type: 'string', enum: ['open', 'follow_up', 'fixed', 'accepted_as_true', 'wont_fix'] },
      resolved_at: instant,
      note: text,
    },
  }),
  key: ['issue_id'],
  time: 'found_at',
  // What it tells of a row is for those who may see the row.
  agency: 'owner_agency_code',
  scope: 'unit',
});
