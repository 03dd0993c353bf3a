import { inOffice, withinAgency } from './agencies.ts';
import { noExtension, noPlan } from './leg.ts';
import { atWork, open } from './states.ts';
import type { Steps } from './steps.ts';

const extended = {
  ...noExtension,
  due_at: { field: 'extension_until' },
  expected_at: { field: 'extension_until' },
  extension_count: { plus: 1 },
} as const;

/** While a report is with an agency. */
export const work = {
  accept: { from: ['assigned'], to: 'in_progress', set: { taken_up_at: 'now' } },
  return: {
    from: ['assigned', 'in_progress'],
    to: 'returned',
    needs: ['return_reason', 'suggested_agency'],
    set: { ...noExtension, return_count: { plus: 1 }, returned_by: { field: 'lead_agency' }, lead_agency: null },
    notify: ['operator'],
  },
  // Within what was given to the agency: to a unit below it, or back to itself. The deadline stays.
  forward: {
    from: ['assigned', 'in_progress'],
    to: 'assigned',
    needs: ['lead_agency'],
    must: { all: [...inOffice, withinAgency] },
    notify: ['agency_desk'],
  },
  schedule: {
    from: ['in_progress'],
    to: 'scheduled',
    needs: ['planned_for', 'plan_reason'],
    must: { planned_for: { gte: 'now', lte: { field: 'due_at' } } },
    notify: ['citizen'],
  },
  start: { from: ['scheduled'], to: 'in_progress', set: noPlan },
  ask: {
    from: ['in_progress'],
    to: 'info_requested',
    needs: ['question'],
    must: { question_count: { lte: 2 } },
    set: { ...noExtension, reply: null, question_count: { plus: 1 } },
    notify: ['citizen'],
  },
  supply: { from: ['info_requested'], to: 'in_progress', needs: ['reply'], set: { question: null }, notify: ['agency_officer'] },
  go_on: {
    from: ['info_requested'],
    to: 'in_progress',
    after: { working: 'P5D' },
    set: { question: null },
    notify: ['agency_officer'],
  },
  // Before the deadline, and as far as the reporter was promised at least.
  ask_extension: {
    from: atWork,
    to: 'same',
    needs: ['extension_until', 'extension_reason', 'extension_progress'],
    must: {
      all: [
        { due_at: { gte: 'now' }, extension_until: { gt: { field: 'due_at' } } },
        { any: [{ expected_at: { empty: true } }, { extension_until: { gte: { field: 'expected_at' } } }] },
      ],
    },
    set: { review_note: null },
    notify: ['agency_head'],
  },
  // The head of the agency once, after that the centre. May be decided when the deadline is past, but not to a day that is.
  extend: {
    from: atWork,
    to: 'same',
    must: { due_at: { gte: 'now' }, extension_count: { lte: 1 } },
    set: extended,
    notBy: ['ask_extension'],
    notify: ['citizen', 'agency_officer'],
  },
  extend_further: {
    from: atWork,
    to: 'same',
    must: { due_at: { gte: 'now' }, extension_count: { gte: 2 } },
    set: extended,
    notBy: ['ask_extension'],
    notify: ['citizen', 'agency_officer'],
  },
  refuse_extension: {
    from: atWork,
    to: 'same',
    needs: ['review_note'],
    set: noExtension,
    notify: ['agency_officer'],
  },
  remind: { from: open, to: 'same', set: { reminder_count: { plus: 1 } }, notify: ['agency_head'] },
} as const satisfies Steps;
