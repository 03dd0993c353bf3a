import { describe, expect, test } from 'vitest';
import { dayAfter, daysOf, formatDay, parseDay } from './days.ts';

describe('days', () => {
  test('are read day before month, however people part them', () => {
    for (const text of ['1/7/2011', '01/07/2011', ' 01-07-2011 ', '1.7.2011', '01072011', '2011-07-01'])
      expect(parseDay(text)).toBe('2011-07-01');
    expect(formatDay('2011-07-01')).toBe('01/07/2011');
  });

  test('a day that is not in the calendar is none', () => {
    for (const text of ['31/2/2011', '29/2/2011', '1/13/2011', '0/1/2011', '1/7/11', 'hôm qua', '']) expect(parseDay(text)).toBeUndefined();
    expect(parseDay('29/2/2012')).toBe('2012-02-29');
  });

  test('the end of a period is the day after its last', () => {
    expect(dayAfter('2026-10-31')).toBe('2026-11-01');
    expect(dayAfter('2024-02-28')).toBe('2024-02-29');
    expect(daysOf({ from: '2011-07-01', to: '2011-11-01' })).toEqual({ first: '2011-07-01', last: '2011-10-31' });
    expect(daysOf({ from: '2026-07-01T00:00:00+07:00', to: '2026-10-01T00:00:00+07:00' })).toEqual({
      first: '2026-07-01',
      last: '2026-09-30',
    });
    expect(daysOf({ from: '2026-11-20T00:00:00+07:00', to: '2026-11-20T14:32:07+07:00' })).toEqual({
      first: '2026-11-20',
      last: '2026-11-20',
    });
  });
});
