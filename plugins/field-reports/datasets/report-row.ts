import { geoPoint, schema, type TypeOf } from '@haidang/sdk';

const instant = { type: 'string', format: 'date-time' } as const;
const text = { type: 'string', format: 'text', maxLength: 2000 } as const;
const agency = { type: 'string', 'x-ref': 'core/agency' } as const;
// An agency as it was at a step; nobody looks reports up by it.
const agencyThen = { type: 'string', format: 'code', maxLength: 64 } as const;
const count = { type: 'integer', minimum: 0 } as const;

export const row = schema({
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
    severity_level: { type: 'string', enum: ['urgent', 'quick', 'normal', 'complex'] },
    location: geoPoint,
    ward: { type: 'string', format: 'unit' },
    address_text: { type: 'string', maxLength: 300 },
    lead_agency: agency,
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
    // What the reporter was told: handling and all that goes before it.
    original_expected_at: instant,
    expected_at: instant,
    // Until when the reporter may say that it is not done.
    rating_until: instant,
    rejected_at: instant,
    reject_reason: {
      type: 'string',
      enum: [
        'out_of_scope',
        'insufficient_info',
        'spam',
        'already_handled',
        'complaint_denunciation',
        'private_dispute',
        'false_report',
        'illegal_content',
      ],
    },
    // Shown to the reporter: why, and where to go instead.
    reject_text: text,
    appeal_text: text,
    appeal_count: count,
    assigned_agency: agencyThen,
    returned_by: agencyThen,
    return_reason: { type: 'string', enum: ['not_our_field', 'not_our_area', 'several_agencies', 'insufficient_info', 'other'] },
    suggested_agency: agencyThen,
    return_count: count,
    taken_up_at: instant,
    planned_for: instant,
    plan_reason: text,
    question: text,
    reply: text,
    question_count: count,
    extension_until: instant,
    extension_reason: text,
    extension_progress: text,
    extension_count: count,
    // Braces are gaps of a template that nobody filled.
    answer_text: { type: 'string', format: 'text', minLength: 30, maxLength: 5000, pattern: '^[^{}]*$' },
    review_note: text,
    duplicate_of: { type: 'string', 'x-ref': 'report' },
    merged_at: instant,
    // Who was called, or the number that they gave the case.
    emergency_handoff: { type: 'string', maxLength: 300 },
    reopen_reason: text,
    reopen_count: count,
    reminder_count: count,
  },
});

export type Report = TypeOf<typeof row>;
