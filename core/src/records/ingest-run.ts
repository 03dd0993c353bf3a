import { defineDataset, schema } from '@haidang/sdk';
import { code, count, instant, line, named } from './fields.ts';

/** One delivery of rows, and what became of them. */
export const ingest_run = defineDataset({
  row: schema({
    required: [
      'run_id',
      'connection_code',
      'dataset_id',
      'started_at',
      'rows_read',
      'rows_new',
      'rows_changed',
      'rows_same',
      'rows_rejected',
      'outcome',
    ],
    properties: {
      run_id: named,
      connection_code: code,
      dataset_id: named,
      file_name: line,
      file_sha256: { type: 'string', maxLength: 64 },
      started_at: instant,
      ended_at: instant,
      rows_read: count,
      rows_new: count,
      rows_changed: count,
      rows_same: count,
      rows_rejected: count,
      outcome: { type: 'string', enum: ['success', 'partial', 'failed'] },
      error_code: line,
    },
  }),
  key: ['run_id'],
  time: 'started_at',
  scope: 'all',
  keep: 'P1Y',
});
