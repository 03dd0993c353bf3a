import { expect, test } from 'vitest';
import { alignKey } from './align.ts';
import type { Group } from './groups.ts';

test('weeks of a compared period stand on Mondays, however far they lie from it', () => {
  const byWeek = [{ name: 'day', grain: 'week' }] as unknown as readonly Group[];
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
  const compared = { from: day('2024-11-14'), to: day('2024-11-15') };
  const period = { from: day('2025-11-13'), to: day('2025-11-14') };
  for (let week = 0; week < 6000; week++) {
    const monday = new Date(day('1900-01-01') + week * 7 * 86_400_000).toISOString().slice(0, 10);
    const [other] = alignKey([monday], byWeek, compared, period) ?? [];
    expect(Date.parse(String(other)) - Date.parse(monday), monday).toBe(364 * 86_400_000);
  }
});
