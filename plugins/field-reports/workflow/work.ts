import { atWork, open } from './states.ts';
import type { Steps } from './steps.ts';

/** While a report is with an agency. */
export const work = {
  accept: { from: ['assigned'], to: 'in_progress', set: { taken_up_at: 'now' } },
  return: {
    from: ['assigned', 'in_progress'],
    to: 'returned',
    needs: ['return_reason', 'suggested_agency'],
    set: { return_count: { plus: 1 }, returned_by: { field: 'lead_agency' }, lead_agency: null },
    notify: ['operator'],
  },
  // Within what was given to the agency: to a unit below it, or back to itself. The deadline stays.
  forward: {
    from: ['assigned', 'in_progress'],
    to: 'assigned',
    needs: ['lead_agency'],
    must: { any: [{ lead_agency: { field: 'assigned_agency' } }, { 'lead_agency.parent_code': { field: 'assigned_agency' } }] },
    notify: ['agency_desk'],
  },
  schedule: {
    from: ['in_progress'],
    to: 'scheduled',
    needs: ['planned_for', 'plan_reason'],
    must: { planned_for: { gte: 'now', lte: { field: 'due_at' } } },
    notify: ['citizen'],
  },
  start: { from: ['scheduled'], to: 'in_progress' },
  ask: {
    from: ['in_progress'],
    to: 'info_requested',
    needs: ['question'],
    must: { question_count: { lte: 2 } },
    set: { question_count: { plus: 1 } },
    notify: ['citizen'],
  },
  supply: { from: ['info_requested'], to: 'previous', needs: ['reply'], notify: ['agency_officer'] },
  go_on: { from: ['info_requested'], to: 'previous', after: { working: 'P5D' }, notify: ['agency_officer'] },
  ask_extension: {
    from: atWork,
    to: 'same',
    needs: ['extension_until', 'extension_reason', 'extension_progress'],
    must: { due_at: { gte: 'now' }, extension_until: { gt: { field: 'due_at' } } },
    notify: ['agency_head'],
  },
  // The head of the agency once, after that the centre.
  extend: {
    from: atWork,
    to: 'same',
    must: { due_at: { empty: false }, extension_count: { lte: 1 } },
    set: { due_at: { field: 'extension_until' }, extension_until: null, extension_count: { plus: 1 } },
    notBy: ['ask_extension'],
    notify: ['citizen', 'agency_officer'],
  },
  extend_further: {
    from: atWork,
    to: 'same',
    must: { due_at: { empty: false }, extension_count: { gte: 2 } },
    set: { due_at: { field: 'extension_until' }, extension_until: null, extension_count: { plus: 1 } },
    notBy: ['ask_extension'],
    notify: ['citizen', 'agency_officer'],
  },
  refuse_extension: {
    from: atWork,
    to: 'same',
    needs: ['review_note'],
    set: { extension_until: null },
    notify: ['agency_officer'],
  },
  remind: { from: open, to: 'same', set: { reminder_count: { plus: 1 } }, notify: ['agency_head'] },
} as const satisfies Steps;
