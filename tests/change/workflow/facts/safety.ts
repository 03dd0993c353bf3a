import type { Facts } from './shape.ts';

/** Order, security and what cannot wait. */
export const safety: readonly Facts[] = [
  {
    plugin: 'traffic',
    dataset: 'violation',
    field: 'review_status',
    states: {
      pending: [['system'], ['confirmed', 'rejected']],
      rejected: [['police_reviewer'], []],
      confirmed: [['police_reviewer'], []],
    },
  },
  {
    plugin: 'traffic',
    dataset: 'violation',
    field: 'process_status',
    states: {
      not_sent: [['system'], ['notified']],
      notified: [['police_reviewer'], ['fined', 'expired', 'transferred']],
      fined: [['police_reviewer'], ['paid']],
      paid: [['system'], []],
      transferred: [['police_reviewer'], []],
      expired: [['system'], []],
    },
  },
  {
    plugin: 'urban-order',
    dataset: 'order_case',
    field: 'status',
    states: {
      new: [
        ['system', 'agency_officer'],
        ['verified', 'dismissed'],
      ],
      verified: [['operator'], ['assigned']],
      assigned: [['operator'], ['handling']],
      handling: [['agency_officer'], ['done']],
      done: [['agency_head'], []],
      dismissed: [['operator'], []],
    },
  },
  {
    plugin: 'cameras',
    dataset: 'footage_request',
    field: 'status',
    states: {
      submitted: [['agency_officer'], ['approved', 'refused']],
      approved: [['approver'], ['exported', 'expired']],
      refused: [['approver'], []],
      exported: [['operator'], []],
      expired: [['system'], []],
    },
  },
  {
    plugin: 'media-monitoring',
    dataset: 'press_case',
    field: 'status',
    states: {
      new: [['operator'], ['assigned', 'closed']],
      assigned: [['operator'], ['drafting']],
      drafting: [['agency_officer'], ['approved']],
      approved: [['spokesperson'], ['published']],
      published: [['spokesperson'], ['closed']],
      closed: [['operator'], []],
    },
  },
  {
    plugin: 'infosec',
    dataset: 'incident',
    field: 'status',
    states: {
      new: [['system'], ['triaged', 'false_positive']],
      triaged: [['soc_analyst'], ['contained']],
      contained: [['soc_analyst'], ['eradicated']],
      eradicated: [['soc_analyst'], ['recovered']],
      recovered: [['system_owner'], ['closed']],
      closed: [['soc_lead'], []],
      false_positive: [['soc_analyst'], []],
    },
  },
  {
    plugin: 'public-alerts',
    dataset: 'alert',
    field: 'state',
    states: {
      draft: [
        ['duty_officer', 'system'],
        ['review', 'rejected'],
      ],
      review: [['duty_officer'], ['approved', 'rejected', 'draft']],
      approved: [['approver'], ['published']],
      published: [['system'], ['updated', 'cancelled', 'expired']],
      updated: [['duty_officer'], ['cancelled', 'expired']],
      cancelled: [['approver'], []],
      expired: [['system'], []],
      rejected: [['approver'], ['draft']],
    },
  },
  {
    plugin: 'emergency',
    dataset: 'incident',
    field: 'status',
    states: {
      new: [
        ['call_taker', 'system'],
        ['classified', 'false_alarm'],
      ],
      classified: [['dispatcher'], ['dispatched', 'closed']],
      dispatched: [['dispatcher'], ['on_scene', 'false_alarm']],
      on_scene: [['unit_commander'], ['controlled']],
      controlled: [['unit_commander'], ['closed']],
      closed: [['commander'], []],
      false_alarm: [['dispatcher'], []],
    },
  },
  {
    plugin: 'fishing-vessels',
    dataset: 'signal_gap',
    field: 'status',
    states: {
      open: [['system'], ['contacted', 'excused', 'restored']],
      contacted: [['duty_officer'], ['returning', 'restored', 'case_opened']],
      returning: [['duty_officer'], ['restored', 'case_opened']],
      restored: [['system'], []],
      case_opened: [['inspector'], []],
      excused: [['agency_officer'], []],
    },
  },
];
