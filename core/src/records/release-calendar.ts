import { defineDataset, schema } from '@haidang/sdk';
import { day, instant, named } from './fields.ts';

/** When a figure has to come out (Decree 94/2022/NĐ-CP and its amendments for statistics, Decree 09/2019/NĐ-CP for administrative reports). */
export const release_calendar = defineDataset({
  row: schema({
    required: ['indicator_code', 'period_start', 'period_end', 'due_at', 'state'],
    properties: {
      indicator_code: named,
      period_start: day,
      period_end: day,
      cutoff_at: instant,
      due_at: instant,
      released_at: instant,
      state: {
        type: 'string',
        enum: ['due', 'entered', 'checked', 'submitted', 'approved', 'published', 'revised', 'overdue'],
      },
    },
  }),
  key: ['indicator_code', 'period_start'],
  time: 'due_at',
  scope: 'all',
});
