import type { Facts } from './shape.ts';

/** What a centre and its offices keep and say themselves. */
export const office: readonly Facts[] = [
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
