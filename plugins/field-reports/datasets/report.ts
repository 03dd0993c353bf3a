import { defineDataset, geoPoint, schema, type TypeOf } from '@haidang/sdk';

const instant = { type: 'string', format: 'date-time' } as const;

const row = schema({
  required: ['report_code', 'channel', 'title', 'category_code', 'severity_level', 'ward', 'reported_at', 'status', 'is_public'],
  properties: {
    report_code: { type: 'string', format: 'code', maxLength: 64 },
    channel: {
      type: 'string',
      enum: [
        'mobile_app',
        'web',
        'hotline_1022',
        'leader_hotline',
        'zalo',
        'facebook',
        'email',
        'counter',
        'camera_ai',
        'field_officer',
        'open311',
        'other',
      ],
    },
    title: { type: 'string', maxLength: 200 },
    description: { type: 'string', format: 'text', maxLength: 5000, 'x-personal': 'basic' },
    category_code: { type: 'string', 'x-ref': 'category' },
    severity_level: { type: 'string', enum: ['normal', 'urgent', 'complex'] },
    location: geoPoint,
    ward: { type: 'string', format: 'unit' },
    address_text: { type: 'string', maxLength: 300 },
    lead_agency: { type: 'string', 'x-ref': 'core/agency' },
    reported_at: instant,
    accepted_at: instant,
    // When the agency was done: punctuality is judged by it, so the time of review is not charged to the agency.
    answered_at: instant,
    // When the answer was approved and published.
    closed_at: instant,
    // The first promise; never overwritten.
    original_due_at: instant,
    due_at: instant,
    status: {
      type: 'string',
      enum: [
        'submitted',
        'held',
        'assigned',
        'in_progress',
        'scheduled',
        'info_requested',
        'returned',
        'answered',
        'resolved',
        'closed_no_action',
        'rejected',
        'duplicate',
        'withdrawn',
        'emergency',
        'reopened',
        'archived',
      ],
    },
    // What really happened, as against where the work stands.
    resolution_type: {
      type: 'string',
      enum: [
        'fixed',
        'temporary_fix',
        'planned',
        'explained',
        'no_issue_found',
        'within_standard',
        'not_our_authority',
        'handed_over_emergency',
      ],
    },
    is_public: { type: 'boolean' },
    reporter_name: { type: 'string', maxLength: 200, 'x-personal': 'basic', 'x-keep': 'P12M' },
    reporter_phone: { type: 'string', maxLength: 40, 'x-personal': 'basic', 'x-keep': 'P12M' },
  },
});

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
});

export type Report = TypeOf<typeof report.row>;
