import { defineDataset, schema } from '@haidang/sdk';
import { agencyCode, code, day, flag, line, unit } from './fields.ts';

/** State bodies, units and companies that answer for work or supply data, each with a code of its own that outlives mergers. */
export const agency = defineDataset({
  row: schema({
    required: ['agency_code', 'name_vi'],
    properties: {
      agency_code: code,
      // Electronic identifier, Decision 20/2020/QĐ-TTg.
      e_code: { type: 'string', maxLength: 35 },
      name_vi: line,
      name_en: line,
      short_name: line,
      kind: {
        type: 'string',
        enum: [
          'department',
          'commune_committee',
          'central_branch',
          'public_unit',
          'armed_force',
          'utility',
          'mass_organisation',
          'contractor',
          'ioc',
          'office',
        ],
      },
      parent_code: agencyCode,
      ward: unit,
      valid_from: day,
      valid_to: day,
      successor_code: agencyCode,
      domains: { type: 'array', items: { type: 'string', maxLength: 64 }, maxItems: 100 },
      ready: flag,
      backup_agency_code: agencyCode,
      // Its own calendar in `working_calendar`; the centre's when absent.
      calendar_code: code,
    },
  }),
  key: ['agency_code'],
  unit: 'ward',
  scope: 'all',
});
