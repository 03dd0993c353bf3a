import { defineDataset, schema } from '@haidang/sdk';
import { code, day, flag, line, reference } from './fields.ts';

const clockTime = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$' } as const;

/** Days that differ from the usual week: holidays (Labour Code 45/2019/QH14, Art. 112), days off that were moved, and Saturdays worked for them. */
export const working_calendar = defineDataset({
  row: schema({
    required: ['calendar_code', 'date', 'is_working', 'shifts', 'status'],
    properties: {
      calendar_code: code,
      date: day,
      is_working: flag,
      // Pairs of start and end; none on a day off.
      shifts: { type: 'array', maxItems: 12, items: { type: 'array', items: clockTime, minItems: 2, maxItems: 2 } },
      // Announced by who may announce it; reckoned from the law before that; or not even sure to come.
      status: { type: 'string', enum: ['official', 'expected', 'unconfirmed'] },
      legal_ref: reference,
      note: line,
    },
  }),
  key: ['calendar_code', 'date'],
  time: 'date',
  scope: 'all',
});
