import { defineDataset, schema } from '@haidang/sdk';

/** What reports are about: two levels by `parent_code`, grouped by `domain` so that localities can be compared. */
export const category = defineDataset({
  row: schema({
    required: ['category_code', 'name_vi', 'domain', 'default_severity', 'active'],
    properties: {
      category_code: { type: 'string', format: 'code', maxLength: 64 },
      parent_code: { type: 'string', 'x-ref': 'category' },
      name_vi: { type: 'string', maxLength: 200 },
      name_en: { type: 'string', maxLength: 200 },
      domain: {
        type: 'string',
        enum: [
          'security_order',
          'urban_order',
          'environment_sanitation',
          'waste',
          'traffic_safety',
          'traffic_infrastructure',
          'public_infrastructure',
          'lighting',
          'drainage_flood',
          'construction',
          'public_administration',
          'officials_conduct',
          'health_food_safety',
          'education',
          'tourism_service',
          'electricity',
          'water_supply',
          'telecom',
          'noise',
          'fire_safety',
          'land',
          'fraud_online',
          'other',
        ],
      },
      default_severity: { type: 'string', enum: ['urgent', 'quick', 'normal', 'complex'] },
      // Urgent reports are handled at night and on days off too.
      round_the_clock: { type: 'boolean' },
      active: { type: 'boolean' },
    },
  }),
  key: ['category_code'],
  scope: 'all',
});
