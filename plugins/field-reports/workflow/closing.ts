import { newLeg, noAnswer, noExtension, noPlan } from './leg.ts';
import type { Steps } from './steps.ts';

const reopening = {
  set: { ...newLeg, reopen_count: { plus: 1 }, closed_at: null },
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
    set: { ...noExtension, answered_at: 'now', review_note: null },
    notify: ['operator'],
  },
  send_back: {
    from: ['answered'],
    to: 'in_progress',
    needs: ['review_note'],
    set: { ...noAnswer, ...noPlan },
    notify: ['agency_officer'],
  },
  approve: {
    from: ['answered'],
    to: 'resolved',
    must: { resolution_type: { in: ['fixed', 'temporary_fix', 'planned', 'explained'] } },
    set: { closed_at: 'now', reopen_reason: null },
    notBy: ['answer'],
    notify: ['citizen'],
  },
  close: {
    from: ['answered'],
    to: 'closed_no_action',
    must: { not: { resolution_type: { in: ['fixed', 'temporary_fix'] } } },
    set: { closed_at: 'now', reopen_reason: null },
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
