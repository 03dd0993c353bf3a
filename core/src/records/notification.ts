import { defineDataset, schema } from '@haidang/sdk';
import { agencyCode, instant, line, named } from './fields.ts';

const key = { ...named, maxLength: 400 } as const;

/** What people in a role are told: that a deadline comes nearer or has passed, that a record has been moved to them. Once for each occasion (`dedupe_key`) and role. */
export const notification = defineDataset({
  row: schema({
    required: ['notification_id', 'rule_id', 'severity', 'created_at', 'channel', 'recipient_role', 'state', 'dedupe_key'],
    properties: {
      notification_id: key,
      // The clock or step that tells it: "field-reports/report.handling".
      rule_id: named,
      // The record that it is about: "field-reports/report/1204".
      ref: line,
      severity: { type: 'string', enum: ['low', 'medium', 'high', 'critical'] },
      // When it happened; who is off duty then is told from `deliver_at` on.
      created_at: instant,
      deliver_at: instant,
      due_at: instant,
      channel: { type: 'string', enum: ['in_app', 'email', 'sms', 'push', 'webhook', 'zalo', 'wall', 'siren'] },
      recipient_role: line,
      recipient_agency_code: agencyCode,
      state: { type: 'string', enum: ['queued', 'sent', 'seen', 'acknowledged', 'resolved', 'muted', 'failed'] },
      acknowledged_at: instant,
      dedupe_key: key,
    },
  }),
  key: ['notification_id'],
  time: 'created_at',
  agency: 'recipient_agency_code',
  scope: 'unit',
  keep: 'P5Y',
});
