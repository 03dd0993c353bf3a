import type { Permission } from '@haidang/sdk';

const reading = ['report.read', 'category.read'] as const;
const centre = [
  ...reading,
  'report.write',
  'report.export',
  'report.reject',
  'report.reject_spam',
  'report.assign',
  'report.reassign',
  'report.merge',
  'report.unmerge',
  'report.hand_to_emergency',
  'report.end_emergency',
  'report.ask',
  'report.supply',
  'report.extend_further',
  'report.refuse_extension',
  'report.send_back',
  'report.approve',
  'report.close',
  'report.reopen_for',
] as const;

/** Who does what with reports. */
export const roles = {
  citizen: ['category.read', 'report.write', 'report.appeal', 'report.withdraw', 'report.supply', 'report.reopen'],
  partner: ['category.read', 'report.write'],
  hotline_agent: [...reading, 'report.write', 'report.personal', 'report.supply', 'report.hand_to_emergency'],
  operator: centre,
  moderator: [...reading, 'report.hold', 'report.release', 'report.reject', 'report.reject_spam', 'report.hand_to_emergency'],
  shift_lead: [...centre, 'report.hold', 'report.release', 'report.refuse_appeal', 'report.decide', 'report.remind'],
  agency_desk: [...reading, 'report.accept', 'report.return', 'report.forward', 'report.take_up', 'report.hand_to_emergency'],
  agency_officer: [
    ...reading,
    'report.accept',
    'report.schedule',
    'report.start',
    'report.ask',
    'report.ask_extension',
    'report.answer',
    'report.take_up',
    'report.hand_to_emergency',
  ],
  agency_head: [...reading, 'report.extend', 'report.refuse_extension', 'report.answer', 'report.hand_to_emergency'],
  leader: [...reading, 'report.export', 'report.remind'],
  auditor: [...reading, 'report.export'],
} as const satisfies { readonly [role: string]: readonly Permission[] };
