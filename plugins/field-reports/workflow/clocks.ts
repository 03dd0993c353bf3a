import { atWork } from './states.ts';
import type { Clocks } from './steps.ts';

const dayAndNight = { severity_level: 'urgent', 'category_code.round_the_clock': true } as const;
const urgent = { severity_level: 'urgent' } as const;
const quick = { severity_level: 'quick' } as const;
const complex = { severity_level: 'complex' } as const;
const again = { status: 'reopened' } as const;

/** What a report waits for, and how long it may. A locality sets its own limits. */
export const clocks = {
  emergency: { runs: ['emergency'], limits: [{ within: 'PT15M' }], escalate: [{ at: 1, notify: ['shift_lead'] }] },
  intake: {
    runs: ['submitted', 'held'],
    limits: [{ where: urgent, within: 'PT15M' }, { within: { working: 'PT4H' } }],
    escalate: [{ at: 1, notify: ['shift_lead'] }],
  },
  rerouting: { runs: ['returned'], limits: [{ within: { working: 'PT2H' } }], escalate: [{ at: 1, notify: ['shift_lead'] }] },
  handling: {
    runs: [...atWork, 'reopened'],
    // The time of review is not the agency's.
    rests: ['info_requested', 'answered'],
    due: 'due_at',
    original: 'original_due_at',
    limits: [
      // Half of the first limit, a working day at least.
      { where: { ...again, ...urgent }, within: { working: 'P1D' } },
      { where: { ...again, ...quick }, within: { working: 'PT12H' } },
      { where: { ...again, ...complex }, within: { working: 'P5D' } },
      { where: again, within: { working: 'PT20H' } },
      { where: dayAndNight, within: 'P1D' },
      { where: urgent, within: { working: 'P1D' } },
      { where: quick, within: { working: 'P3D' } },
      { where: complex, within: { working: 'P10D' } },
      { within: { working: 'P5D' } },
    ],
    escalate: [
      { at: 0.5, notify: ['agency_desk'] },
      { at: 0.75, notify: ['agency_officer', 'agency_desk'] },
      { at: 1, notify: ['agency_officer', 'agency_desk', 'agency_head', 'citizen'] },
      { at: { working: 'P1D' }, notify: ['shift_lead'] },
      { at: { working: 'P3D' }, notify: ['leader'] },
    ],
  },
  // What the reporter is told: a working day more than handling takes, for what goes before and after it.
  promise: {
    runs: ['submitted', 'held', 'returned', ...atWork, 'answered', 'reopened'],
    rests: ['info_requested'],
    due: 'expected_at',
    original: 'original_expected_at',
    limits: [
      { where: { ...again, ...urgent }, within: { working: 'P2D' } },
      { where: { ...again, ...quick }, within: { working: 'PT20H' } },
      { where: { ...again, ...complex }, within: { working: 'P6D' } },
      { where: again, within: { working: 'PT28H' } },
      { where: dayAndNight, within: 'P2D' },
      { where: urgent, within: { working: 'P2D' } },
      { where: quick, within: { working: 'P4D' } },
      { where: complex, within: { working: 'P11D' } },
      { within: { working: 'P6D' } },
    ],
  },
  review: { runs: ['answered'], limits: [{ within: { working: 'PT8H' } }], escalate: [{ at: 1, notify: ['shift_lead'] }] },
  waiting: { runs: ['info_requested'], limits: [{ within: { working: 'P5D' } }], escalate: [{ at: 0.5, notify: ['citizen'] }] },
  // Nobody is asked about what another system closed long ago.
  rating: {
    runs: ['resolved', 'closed_no_action'],
    limits: [{ where: { closed_at: { gte: 'now-15d' } }, within: 'P15D' }],
    due: 'rating_until',
  },
} as const satisfies Clocks;
