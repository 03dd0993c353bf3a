import { defineDataset, schema } from '@haidang/sdk';
import { instant, line, named, text } from './fields.ts';

/** A condition that somebody has to see to, in the life of ISA-18.2. */
export const alarm = defineDataset({
  row: schema({
    required: ['alarm_id', 'rule', 'priority', 'state', 'raised_at'],
    properties: {
      alarm_id: named,
      rule: named,
      dataset_id: named,
      supplier: named,
      ref: line,
      priority: { type: 'string', enum: ['critical', 'high', 'medium', 'low'] },
      state: { type: 'string', enum: ['unacknowledged', 'acknowledged', 'returned', 'shelved', 'cleared'] },
      raised_at: instant,
      acknowledged_at: instant,
      cleared_at: instant,
      message: text,
    },
  }),
  key: ['alarm_id'],
  time: 'raised_at',
  scope: 'all',
});
