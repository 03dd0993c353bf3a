import { defineDataset, schema } from '@haidang/sdk';

/** Who answers for reports: state bodies and companies alike, each with a code of its own that outlives mergers. */
export const agency = defineDataset({
  row: schema({
    required: ['agency_code', 'name_vi'],
    properties: {
      agency_code: { type: 'string', format: 'code', maxLength: 64 },
      name_vi: { type: 'string', maxLength: 200 },
      name_en: { type: 'string', maxLength: 200 },
      ward: { type: 'string', format: 'unit' },
    },
  }),
  key: ['agency_code'],
  unit: 'ward',
  scope: 'all',
});
