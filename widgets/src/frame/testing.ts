import type { Json, PortData, Result, Trust } from '@haidang/sdk';

const unknown = { grade: 'unknown' } as const;

/** Friday, 20 November 2026, 14:32:07 in Phan Thiết. */
export const clock = Date.parse('2026-11-20T14:32:07+07:00');

export function trustOf(more: Partial<Trust> = {}): Trust {
  return {
    asOf: '2026-11-20T14:32:01+07:00',
    receivedAt: '2026-11-20T14:32:02+07:00',
    freshness: 'live',
    status: 'operational',
    quality: { correct: unknown, complete: unknown, clean: unknown, live: unknown },
    source: { owner: 'Trung tâm IOC', system: 'Phản ánh hiện trường' },
    ...more,
  };
}

/** An answer of one number. */
export function resultOf(value: Json, trust: Partial<Trust> = {}, more: Partial<Result> = {}): Result {
  return {
    fields: [{ name: 'value', type: 'number', label: { vi: 'Giá trị', en: 'Value' }, unit: '%' }],
    rows: [[value]],
    trust: trustOf(trust),
    ...more,
  };
}

export function portOf(value: Json, trust: Partial<Trust> = {}, state: PortData['state'] = 'ready'): PortData {
  const result = resultOf(value, trust);
  return { state, result, trust: result.trust };
}

/** Waits until the condition holds; fails by its own message otherwise. */
export async function until(condition: () => boolean, what = 'condition'): Promise<void> {
  const end = performance.now() + 5000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
