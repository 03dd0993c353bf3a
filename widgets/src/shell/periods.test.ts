import type { Query, Result } from '@haidang/sdk';
import type { Client } from '@haidang/sdk/client';
import { describe, expect, test } from 'vitest';
import { boundsOf, timeName } from './periods.ts';

describe('periods', () => {
  test('have names in both languages', () => {
    expect(timeName('nine-months', 'vi')).toBe('9 tháng');
    expect(timeName('nine-months', 'en')).toBe('Nine months');
    expect(timeName({ last: 'P30D' }, 'vi')).toBe('30 ngày qua');
    expect(timeName({ last: 'PT24H' }, 'vi')).toBe('24 giờ qua');
    expect(timeName({ last: 'P12M' }, 'vi')).toBe('12 tháng qua');
    expect(timeName({ last: 'P1Y2M' }, 'vi')).toBe('P1Y2M');
    expect(timeName({ said: 'tuần trước' }, 'vi')).toBe('tuần trước');
    expect(timeName({ from: '2011-07-01', to: '2011-11-01' }, 'vi')).toBe('');
    expect(timeName(undefined, 'vi')).toBe('Toàn bộ thời gian');
  });

  test('get their bounds from the server in one round trip, and none where it does not understand', async () => {
    const asked: { readonly [name: string]: Query }[] = [];
    const period = { from: '2026-11-20T00:00:00+07:00', to: '2026-11-20T14:32:07+07:00' };
    const client = {
      queries: async (queries: { readonly [name: string]: Query }) => {
        asked.push(queries);
        return Object.fromEntries(
          Object.keys(queries).map((name) => [
            name,
            name === 'today' ? { result: { period } as Result } : { error: { code: 'bad-request', message: '' } },
          ]),
        );
      },
    } as unknown as Client;
    const datasets = {
      'a/list': { label: { vi: 'A' }, key: ['id'], fields: {} },
      'a/event': { label: { vi: 'B' }, key: ['id'], time: 'at', fields: {} },
    };
    expect(await boundsOf(client, { datasets }, ['today', { said: 'xyz' }])).toEqual([period, undefined]);
    expect(asked).toEqual([
      {
        today: { from: 'a/event', select: ['at'], limit: 1, time: 'today' },
        'said:xyz': { from: 'a/event', select: ['at'], limit: 1, time: { said: 'xyz' } },
      },
    ]);
  });
});
