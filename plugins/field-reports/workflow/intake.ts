import { inOffice, toAnother } from './agencies.ts';
import { newLeg, noAnswer, noExtension } from './leg.ts';
import { open } from './states.ts';
import type { Steps } from './steps.ts';

const routing = ['category_code', 'severity_level', 'ward', 'lead_agency'] as const;
const routed = { ...newLeg, assigned_agency: { field: 'lead_agency' }, return_reason: null, suggested_agency: null } as const;

/** Once the reporter has appealed it is for the shift lead to refuse. */
const notAppealed = { any: [{ appeal_count: { empty: true } }, { appeal_count: 0 }] } as const;

/** Until a report is with an agency: moderation, routing, and what is no report to handle. */
export const intake = {
  hold: { from: ['submitted'], to: 'held', set: { is_public: false }, notify: ['moderator'] },
  release: {
    from: ['held'],
    to: 'submitted',
    set: { is_public: true, reject_reason: null, reject_text: null, rejected_at: null },
  },
  reject: {
    from: ['submitted', 'held'],
    to: 'rejected',
    needs: ['reject_reason', 'reject_text'],
    must: notAppealed,
    set: { rejected_at: 'now', is_public: false },
    notify: ['citizen'],
  },
  reject_spam: {
    from: ['submitted', 'held'],
    to: 'rejected',
    must: notAppealed,
    set: { reject_reason: 'spam', rejected_at: 'now', is_public: false },
  },
  appeal: {
    from: ['rejected'],
    to: 'held',
    needs: ['appeal_text'],
    must: { rejected_at: { gte: 'now-15d' }, appeal_count: { lte: 1 } },
    set: { appeal_count: { plus: 1 } },
    notify: ['shift_lead'],
  },
  // By another person than who rejected it. The reason that the reporter was given stands.
  refuse_appeal: {
    from: ['held'],
    to: 'rejected',
    needs: ['review_note'],
    must: { appeal_count: { gte: 1 } },
    set: { rejected_at: 'now', is_public: false },
    notBy: ['reject', 'reject_spam'],
    notify: ['citizen'],
  },
  assign: {
    from: ['submitted', 'emergency'],
    to: 'assigned',
    needs: routing,
    must: { all: [...inOffice, ...toAnother] },
    set: { ...routed, accepted_at: 'now' },
    notify: ['agency_desk'],
  },
  reassign: {
    from: ['returned', 'reopened'],
    to: 'assigned',
    needs: routing,
    must: { all: [...inOffice, ...toAnother] },
    set: routed,
    notify: ['agency_desk'],
  },
  // What came back twice is decided once and for all.
  decide: {
    from: ['returned', 'reopened', 'emergency'],
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
        {
          any: [
            { 'duplicate_of.status': { in: open } },
            { 'duplicate_of.status': { in: ['resolved', 'closed_no_action'] }, 'duplicate_of.closed_at': { gte: 'now-30d' } },
          ],
        },
        { not: { duplicate_of: { field: 'report_code' } } },
        { 'duplicate_of.duplicate_of': { empty: true } },
      ],
    },
    set: { merged_at: 'now' },
  },
  unmerge: {
    from: ['duplicate'],
    to: 'previous',
    must: { merged_at: { gte: 'now-30d' } },
    set: { ...noExtension, duplicate_of: null },
  },
  hand_to_emergency: {
    from: open.filter((state) => state !== 'emergency'),
    to: 'emergency',
    needs: ['emergency_handoff'],
    set: { ...noAnswer, is_public: false },
    notify: ['shift_lead'],
  },
  end_emergency: {
    from: ['emergency'],
    to: 'closed_no_action',
    needs: ['answer_text'],
    set: { resolution_type: 'handed_over_emergency', closed_at: 'now', reopen_reason: null },
  },
  withdraw: { from: ['submitted', 'held', 'assigned'], to: 'withdrawn', set: { is_public: false } },
} as const satisfies Steps;
