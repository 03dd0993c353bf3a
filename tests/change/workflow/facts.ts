/** A state: who sets it, and which states come next. */
export type State = readonly [setBy: readonly string[], next: readonly string[]];

/** What a field of a dataset goes through, the first state first. */
export interface Facts {
  readonly plugin: string;
  readonly dataset: string;
  readonly field: string;
  readonly states: { readonly [state: string]: State };
}

/** The 19 workflows of the domain; that of a camera violation goes through two fields. `source` sets what is read from another system, `system` is a timer or rule. */
export const facts: readonly Facts[] = [
  {
    plugin: 'field-reports',
    dataset: 'report',
    field: 'status',
    states: {
      submitted: [
        ['citizen', 'system'],
        ['screening', 'rejected', 'assigned'],
      ],
      screening: [['operator'], ['need_info', 'rejected', 'assigned', 'closed']],
      need_info: [
        ['operator', 'agency_officer'],
        ['screening', 'rejected'],
      ],
      rejected: [['operator'], ['screening']],
      assigned: [['operator'], ['in_progress', 'returned']],
      returned: [['agency_officer'], ['assigned', 'rejected']],
      in_progress: [['agency_officer'], ['pending_review', 'extension_requested', 'returned']],
      extension_requested: [['agency_head'], ['in_progress']],
      pending_review: [['agency_head'], ['resolved', 'in_progress']],
      resolved: [['approver'], ['reopened', 'closed']],
      reopened: [
        ['citizen', 'operator'],
        ['in_progress', 'assigned'],
      ],
      closed: [['system'], []],
    },
  },
  {
    plugin: 'socio-economic',
    dataset: 'indicator_value',
    field: 'governance_state',
    states: {
      due: [['system'], ['entered', 'overdue']],
      entered: [['agency_officer'], ['checked', 'due']],
      checked: [['system'], ['submitted', 'entered']],
      submitted: [['agency_head'], ['approved', 'entered']],
      approved: [['data_steward'], ['published', 'entered']],
      published: [['publisher'], ['revised']],
      revised: [['data_steward'], ['published']],
      overdue: [['system'], ['entered']],
    },
  },
  {
    plugin: 'public-services',
    dataset: 'dossier',
    field: 'status',
    states: {
      received: [['source'], ['processing', 'need_supplement', 'rejected']],
      need_supplement: [['source'], ['processing', 'withdrawn']],
      processing: [['source'], ['finished', 'waiting_financial_obligation', 'waiting_other_agency', 'rejected']],
      waiting_financial_obligation: [['source'], ['processing', 'finished']],
      waiting_other_agency: [['source'], ['processing']],
      finished: [['source'], ['returned']],
      returned: [['source'], []],
      rejected: [['source'], []],
      withdrawn: [['source'], []],
    },
  },
  {
    plugin: 'health',
    dataset: 'outbreak',
    field: 'status',
    states: {
      suspected: [['agency_officer'], ['active', 'ended']],
      active: [['agency_head'], ['controlled']],
      controlled: [['agency_head'], ['ended', 'active']],
      ended: [['agency_head'], []],
    },
  },
  {
    plugin: 'education',
    dataset: 'school_incident',
    field: 'status',
    states: {
      reported: [['agency_officer'], ['handling']],
      handling: [['agency_head'], ['closed']],
      closed: [['agency_head'], []],
    },
  },
  {
    plugin: 'environment',
    dataset: 'exceedance',
    field: 'status',
    states: {
      new: [['system'], ['verified', 'false_alarm']],
      verified: [['agency_officer'], ['notified', 'false_alarm']],
      notified: [['agency_head'], ['handled']],
      handled: [['agency_head'], []],
      false_alarm: [['agency_officer'], []],
    },
  },
  {
    plugin: 'land',
    dataset: 'land_violation',
    field: 'status',
    states: {
      new: [
        ['operator', 'agency_officer'],
        ['verified', 'dismissed'],
      ],
      verified: [['agency_officer'], ['sanctioned', 'dismissed']],
      sanctioned: [['agency_head'], ['enforcing', 'restored']],
      enforcing: [['agency_head'], ['restored']],
      restored: [['agency_head'], []],
      dismissed: [['agency_head'], []],
    },
  },
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
  {
    plugin: 'digital-signage',
    dataset: 'signage_case',
    field: 'status',
    states: {
      new: [
        ['system', 'operator'],
        ['verified', 'dismissed'],
      ],
      verified: [['operator'], ['cut_off', 'fixed', 'sanctioned']],
      cut_off: [['operator'], ['fixed']],
      fixed: [['agency_officer'], ['sanctioned']],
      sanctioned: [['agency_head'], []],
      dismissed: [['operator'], []],
    },
  },
  {
    plugin: 'staff-card',
    dataset: 'card',
    field: 'state',
    states: {
      requested: [['agency_officer'], ['printed']],
      printed: [['card_officer'], ['active']],
      active: [['card_officer'], ['suspended', 'lost', 'revoked', 'expired']],
      suspended: [['card_officer'], ['active', 'revoked']],
      lost: [['employee'], ['revoked']],
      revoked: [['card_officer'], []],
      expired: [['system'], []],
    },
  },
  {
    plugin: 'directives',
    dataset: 'directive',
    field: 'status',
    states: {
      draft: [
        ['leader', 'office'],
        ['issued', 'cancelled'],
      ],
      issued: [
        ['leader', 'office'],
        ['acknowledged', 'suspended', 'cancelled'],
      ],
      acknowledged: [['agency_officer'], ['in_progress']],
      in_progress: [['agency_officer'], ['reported', 'extension_requested']],
      extension_requested: [['agency_head'], ['in_progress']],
      reported: [['agency_head'], ['completed', 'returned']],
      returned: [['office'], ['in_progress']],
      completed: [['office', 'leader'], []],
      suspended: [['leader'], ['in_progress', 'cancelled']],
      cancelled: [['leader'], []],
    },
  },
  {
    plugin: 'citizen-gateway',
    dataset: 'article',
    field: 'state',
    states: {
      draft: [['editor'], ['review']],
      review: [['editor'], ['published', 'draft']],
      published: [['publisher'], ['corrected', 'withdrawn']],
      corrected: [['publisher'], ['withdrawn']],
      withdrawn: [['publisher'], []],
    },
  },
];
