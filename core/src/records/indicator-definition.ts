import { defineDataset, schema } from '@haidang/sdk';
import { agencyCode, day, flag, line, named, reference, text } from './fields.ts';

const row = schema({
  required: ['indicator_code', 'revision', 'name_vi', 'calculation', 'unit'],
  properties: {
    indicator_code: named,
    revision: { type: 'integer', minimum: 1 },
    name_vi: line,
    name_en: line,
    regime: { type: 'string', enum: ['statistical', 'administrative_report', 'operational', 'sector_index'] },
    official_code: line,
    upper_code: line,
    concept_vi: text,
    method_vi: text,
    formula: { type: 'string', format: 'text', maxLength: 5000 },
    calculation: { type: 'string', enum: ['automatic', 'semi_automatic', 'manual', 'display_only'] },
    breakdowns: { type: 'array', items: { type: 'string', maxLength: 200 }, maxItems: 100 },
    unit: { type: 'string', maxLength: 64 },
    decimals: { type: 'integer', minimum: 0, maximum: 10 },
    direction: { type: 'string', enum: ['up', 'down', 'target', 'info'] },
    thresholds: { type: 'object' },
    publication_frequency: {
      type: 'string',
      enum: ['realtime', 'hour', 'day', 'week', 'month', 'quarter', 'half_year', 'nine_months', 'year', 'school_year', 'custom'],
    },
    cutoff_rule: reference,
    publication_rule: reference,
    owner_agency_code: agencyCode,
    release_authority: agencyCode,
    needs_central_agreement: flag,
    legal_basis: reference,
    revision_policy: { type: 'string', enum: ['none', 'estimate_preliminary_official', 'on_error'] },
    state: { type: 'string', enum: ['draft', 'reviewed', 'approved', 'published', 'superseded', 'retired'] },
    effective_from: day,
    effective_to: day,
    open_level: { type: 'string', enum: ['public', 'shared', 'restricted'] },
  },
});

/** What a figure means, word by word and by law. A change of formula is a new revision; values keep the revision under which they were made. */
export const indicator_definition = defineDataset({
  row,
  key: ['indicator_code', 'revision'],
  scope: 'all',
  history: true,
  workflow: {
    field: 'state',
    initial: 'draft',
    transitions: {
      review: { from: ['draft'], to: 'reviewed', needs: ['concept_vi', 'method_vi', 'owner_agency_code'] },
      return: { from: ['reviewed', 'approved'], to: 'draft' },
      approve: {
        from: ['reviewed'],
        to: 'approved',
        needs: ['regime', 'legal_basis', 'release_authority'],
        // An internal basis will do for what the centre counts for itself, not for statistics and reports.
        must: { any: [{ regime: 'operational' }, { not: { legal_basis: { in: ['nội bộ', 'Nội bộ'] } } }] },
        notBy: ['review'],
      },
      publish: { from: ['approved'], to: 'published', needs: ['effective_from'] },
      retire: { from: ['approved', 'published', 'superseded'], to: 'retired', needs: ['effective_to'] },
    },
  },
});
