import type { Facts } from './shape.ts';

/** What citizens and agencies bring, and what agencies watch over. */
export const services: readonly Facts[] = [
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
];
