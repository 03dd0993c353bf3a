import { describe, expect, test } from 'vitest';
import { generateSample } from './generate.ts';
import { lamps } from './testing.ts';

const end = Date.parse('2026-09-16T15:00:00+07:00');
const rows = [...generateSample({ stream: lamps, to: end })];
const ms = (value: unknown) => Date.parse(String(value));

describe('illustrative rows', () => {
  test('are the same for the same description and end', () => {
    expect([...generateSample({ stream: lamps, to: end })]).toEqual(rows);
    expect([...generateSample({ stream: { ...lamps, seed: 'other' }, to: end })]).not.toEqual(rows);
  });

  test('of an earlier end are those of a later one, less far on', () => {
    const from = end - 10 * 86_400_000;
    const earlier = [...generateSample({ stream: lamps, from, to: end - 86_400_000 })];
    const later = new Map([...generateSample({ stream: lamps, from, to: end })].map((row) => [row.code, row]));
    expect(earlier.length).toBeGreaterThan(300);
    for (const row of earlier) expect(later.get(row.code)?.title).toBe(row.title);
    expect(earlier.filter((row) => later.get(row.code)?.status !== row.status).length).toBeGreaterThan(10);
  });

  test('come over the months before the end, oldest first, one code each', () => {
    expect(rows.length / 62).toBeGreaterThan(30);
    expect(rows.length / 62).toBeLessThan(60);
    const times = rows.map((row) => ms(row.at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(Date.parse('2026-07-16T15:00:00+07:00'));
    expect(new Set(rows.map((row) => row.code)).size).toBe(rows.length);
  });

  test('keep the hours of the day: none at night, most in the morning', () => {
    const hours = rows.map((row) => Number(String(row.at).slice(11, 13)));
    expect(hours.filter((hour) => hour < 6 || hour > 21)).toEqual([]);
    expect(hours.filter((hour) => hour >= 8 && hour <= 10).length / rows.length).toBeGreaterThan(0.25);
  });

  test('keep the seasons and the quiet days', () => {
    const february = [...generateSample({ stream: lamps, to: Date.parse('2026-03-01T00:00:00+07:00') })];
    expect(february.filter((row) => row.kind === 'flood')).toEqual([]);
    expect(rows.filter((row) => row.kind === 'flood').length).toBeGreaterThan(100);
    const on = (day: string) => february.filter((row) => String(row.at).startsWith(day)).length;
    const quiet = ['2026-02-16', '2026-02-17', '2026-02-18'].reduce((sum, day) => sum + on(day), 0);
    const usual = ['2026-02-09', '2026-02-10', '2026-02-11'].reduce((sum, day) => sum + on(day), 0);
    expect(quiet).toBeLessThan(usual / 2);
  });

  test('never tell the future, and tell the past in order', () => {
    for (const row of rows) {
      expect(ms(row.at)).toBeLessThan(end);
      if (row.done === undefined) continue;
      expect(ms(row.done)).toBeLessThanOrEqual(end);
      expect(ms(row.done)).toBeGreaterThan(ms(row.at));
    }
    expect(rows.some((row) => row.status === 'new' || row.status === 'assigned')).toBe(true);
  });

  test('have a text, an address and a position of one and the same place', () => {
    for (const row of rows) {
      expect(String(row.title)).toContain(String(row.address));
      expect(String(row.title)).not.toMatch(/[{}]/);
      const isInPhuLong = row.ward === '22933@2025-07-01';
      const { coordinates } = row.point as { coordinates: [number, number] };
      expect(Math.hypot(coordinates[0] - (isInPhuLong ? 108.151 : 108.287), coordinates[1] - (isInPhuLong ? 10.98 : 10.94))).toBeLessThan(
        0.005,
      );
    }
  });

  test('take weights and words of their subject where it has some', () => {
    for (const row of rows.filter(({ kind }) => kind === 'flood')) {
      expect(row).toMatchObject({ severity: 'urgent', address: 'chợ Phú Long', ward: '22933@2025-07-01' });
      expect(row.status).not.toBe('refused');
    }
    expect(rows.filter(({ held_by }) => held_by === 'office-mui-ne').every(({ ward }) => ward === '22918@2025-07-01')).toBe(true);
    expect(rows.some(({ held_by }) => held_by === 'office-mui-ne')).toBe(true);
  });

  test('stand in the unit that was in force on their day', () => {
    const span = { from: Date.parse('2025-06-01T00:00:00+07:00'), to: Date.parse('2025-08-01T00:00:00+07:00') };
    const around = [...generateSample({ stream: lamps, ...span })].filter(({ kind }) => kind === 'lamp');
    const before = around.filter((row) => String(row.at) < '2025-07-01');
    const after = around.filter((row) => String(row.at) >= '2025-07-01');
    expect(new Set(before.map(({ ward }) => ward))).toEqual(new Set(['22915@2025-03-01']));
    expect(new Set(after.map(({ ward }) => ward))).toEqual(new Set(['22918@2025-07-01', '22933@2025-07-01']));
  });

  test('have working-day deadlines, and later ones only where work was late', () => {
    expect(rows.filter(({ severity }) => severity === 'normal').every((row) => /T17:00:00\+07:00$/.test(String(row.first_due)))).toBe(true);
    expect(rows.filter(({ severity }) => severity === 'urgent').every((row) => ms(row.due) - ms(row.at) >= 4 * 3_600_000)).toBe(true);
    const extended = rows.filter((row) => row.due !== row.first_due);
    expect(extended.length).toBeGreaterThan(20);
    for (const row of extended) expect(ms(row.due)).toBeGreaterThan(ms(row.first_due));
    const over = rows.filter((row) => ms(row.at) < end - 40 * 86_400_000 && row.status === 'done');
    expect(over.length).toBeGreaterThan(500);
    for (const row of over) if (ms(row.done) <= ms(row.first_due)) expect(row.due).toBe(row.first_due);
  });

  test('hold no empty fields', () => {
    expect(rows.flatMap((row) => Object.values(row)).some((value) => value === null)).toBe(false);
    expect(rows.some((row) => row.status === 'reopened' && !('done' in row))).toBe(true);
  });
});
