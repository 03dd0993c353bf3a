import type { StepFilter } from '@haidang/sdk';
import type { Report } from '../datasets/report-row.ts';
import { open } from './states.ts';
import type { Steps } from './steps.ts';

/** The agency that is named exists and is in office today. */
const inOffice: readonly StepFilter<Report>[] = [
  { 'lead_agency.agency_code': { empty: false } },
  { any: [{ 'lead_agency.valid_from': { empty: true } }, { 'lead_agency.valid_from': { lte: 'today' } }] },
  { any: [{ 'lead_agency.valid_to': { empty: true } }, { 'lead_agency.valid_to': { gte: 'today' } }] },
];

/** Not the one that has just sent it back. */
const toAnother: StepFilter<Report> = { any: [{ returned_by: { empty: true } }, { not: { lead_agency: { field: 'returned_by' } } }] };

const routing = ['category_code', 'severity_level', 'ward', 'lead_agency'] as const;
const routed = { assigned_agency: { field: 'lead_agency' }, question_count: 0, extension_count: 0 } as const;

/** Until a report is with an agency: moderation, routing, and what is no report to handle. */
export const intake = {
  hold: { from: ['submitted'], to: 'held', set: { is_public: false }, notify: ['moderator'] },
  release: { from: ['held'], to: 'submitted', needs: ['is_public'] },
  reject: {
    from: ['submitted', 'held'],
    to: 'rejected',
    needs: ['reject_reason', 'reject_text'],
    set: { rejected_at: 'now', is_public: false },
    notify: ['citizen'],
  },
  reject_spam: { from: ['submitted', 'held'], to: 'rejected', set: { reject_reason: 'spam', rejected_at: 'now', is_public: false } },
  appeal: {
    from: ['rejected'],
    to: 'held',
    needs: ['appeal_text'],
    must: { rejected_at: { gte: 'now-15d' }, appeal_count: { lte: 1 } },
    set: { appeal_count: { plus: 1 } },
    notify: ['shift_lead'],
  },
  assign: {
    from: ['submitted', 'emergency'],
    to: 'assigned',
    needs: routing,
    must: { all: inOffice },
    set: { ...routed, accepted_at: 'now' },
    notify: ['agency_desk'],
  },
  reassign: {
    from: ['returned', 'reopened'],
    to: 'assigned',
    needs: routing,
    must: { all: [...inOffice, toAnother, { any: [{ return_count: { empty: true } }, { return_count: { lt: 2 } }] }] },
    set: routed,
    notify: ['agency_desk'],
  },
  // What came back twice is decided once and for all.
  decide: {
    from: ['returned', 'reopened'],
    to: 'assigned',
    needs: routing,
    must: { all: inOffice },
    set: routed,
    notify: ['agency_desk', 'agency_head'],
  },
  merge: {
    from: open,
    to: 'duplicate',
    needs: ['duplicate_of'],
    must: {
      all: [
        { any: [{ 'duplicate_of.status': { in: open } }, { 'duplicate_of.closed_at': { gte: 'now-30d' } }] },
        { not: { duplicate_of: { field: 'report_code' } } },
      ],
    },
    set: { merged_at: 'now' },
  },
  unmerge: { from: ['duplicate'], to: 'previous', must: { merged_at: { gte: 'now-30d' } }, set: { duplicate_of: null } },
  hand_to_emergency: {
    from: open.filter((state) => state !== 'emergency'),
    to: 'emergency',
    needs: ['emergency_handoff'],
    set: { is_public: false },
    notify: ['shift_lead'],
  },
  end_emergency: {
    from: ['emergency'],
    to: 'closed_no_action',
    needs: ['answer_text'],
    set: { resolution_type: 'handed_over_emergency', closed_at: 'now' },
  },
  withdraw: { from: ['submitted', 'held', 'assigned'], to: 'withdrawn', set: { is_public: false } },
} as const satisfies Steps;
