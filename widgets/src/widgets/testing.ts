import type { Json, PortData, Result, ResultField, Trust } from '@haidang/sdk';

const grade = { grade: 'unknown' } as const;

const trust: Trust = {
  asOf: '2026-11-20T14:32:01+07:00',
  receivedAt: '2026-11-20T14:32:02+07:00',
  freshness: 'live',
  status: 'operational',
  quality: { correct: grade, complete: grade, clean: grade, live: grade },
  source: { owner: 'Phan Thiết', system: 'Phản ánh hiện trường' },
};

/** A field of a test result; its label is its name. */
export function field(name: string, rest: Partial<ResultField> = {}): ResultField {
  return { name, type: 'integer', label: { vi: name }, ...rest };
}

/** A ready port, for tests. */
export function ready(fields: readonly ResultField[], rows: readonly (readonly Json[])[], rest: Partial<Result> = {}): PortData {
  const result = { fields, rows, trust, ...rest };
  return { state: rows.length > 0 ? 'ready' : 'empty', result, trust: result.trust };
}
