import { describe, expect, test } from 'vitest';
import { endOfWork, inOffice, weekdayOf } from './calendar.ts';

const office = { from: 7, to: 17, days: [1, 2, 3, 4, 5], duty: 0 };
const at = (local: string) => Date.parse(`${local}Z`);
const written = (local: number) => new Date(local).toISOString().slice(0, 16);
const half = { next: () => 0.5, normal: () => 0 };

describe('working time', () => {
  test('21/11/2026 is a Saturday', () => {
    expect(weekdayOf(at('2026-11-21T09:00'))).toBe(6);
  });

  test('a deadline of working days ends with the office and skips the weekend', () => {
    expect(written(endOfWork(at('2026-11-19T10:00'), 3, office))).toBe('2026-11-24T17:00');
    expect(written(endOfWork(at('2026-11-21T10:00'), 1, office))).toBe('2026-11-23T17:00');
  });

  test('work that falls into the night or the weekend waits for the next working day', () => {
    expect(written(inOffice(at('2026-11-19T10:15'), office, half))).toBe('2026-11-19T10:15');
    expect(written(inOffice(at('2026-11-19T22:00'), office, half))).toBe('2026-11-20T09:30');
    expect(written(inOffice(at('2026-11-20T18:00'), office, half))).toBe('2026-11-23T09:30');
  });

  test('who is on duty works on, but not in the night', () => {
    const onDuty = { ...office, duty: 1 };
    expect(written(inOffice(at('2026-11-21T10:00'), onDuty, half))).toBe('2026-11-21T10:00');
    expect(written(inOffice(at('2026-11-21T03:00'), onDuty, half))).toBe('2026-11-23T09:30');
  });
});
