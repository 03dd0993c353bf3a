import type { Steps } from './steps.ts';

const reopening = {
  set: { reopen_count: { plus: 1 }, answered_at: null, closed_at: null, resolution_type: null },
  needs: ['reopen_reason'],
  from: ['resolved', 'closed_no_action'],
  to: 'reopened',
  // To the same agency and to its head.
  notify: ['agency_desk', 'agency_head'],
} as const;

/** From the agency's answer to the archive. */
export const closing = {
  answer: {
    from: ['in_progress', 'scheduled'],
    to: 'answered',
    needs: ['resolution_type', 'answer_text'],
    set: { answered_at: 'now' },
    notify: ['operator'],
  },
  send_back: {
    from: ['answered'],
    to: 'in_progress',
    needs: ['review_note'],
    set: { answered_at: null },
    notify: ['agency_officer'],
  },
  approve: {
    from: ['answered'],
    to: 'resolved',
    must: { resolution_type: { in: ['fixed', 'temporary_fix', 'planned', 'explained'] } },
    set: { closed_at: 'now' },
    notBy: ['answer'],
    notify: ['citizen'],
  },
  close: {
    from: ['answered'],
    to: 'closed_no_action',
    must: { not: { resolution_type: { in: ['fixed', 'temporary_fix'] } } },
    set: { closed_at: 'now' },
    notBy: ['answer'],
    notify: ['citizen'],
  },
  // By the reporter twice, after that by the centre.
  reopen: { ...reopening, must: { rating_until: { gte: 'now' }, reopen_count: { lte: 2 } } },
  reopen_for: { ...reopening, must: { rating_until: { gte: 'now' } } },
  take_up: { from: ['reopened'], to: 'in_progress' },
  archive: {
    from: ['resolved', 'closed_no_action'],
    to: 'archived',
    after: 'P12M',
    set: { reporter_name: null, reporter_phone: null },
  },
  // What was no report keeps its state, by which it is left out of figures, and loses the reporter.
  forget: { from: ['rejected', 'duplicate'], to: 'same', after: 'P12M', set: { reporter_name: null, reporter_phone: null } },
  forget_withdrawn: { from: ['withdrawn'], to: 'same', after: 'P7D', set: { reporter_name: null, reporter_phone: null } },
} as const satisfies Steps;
