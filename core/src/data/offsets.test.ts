import { expect, test } from 'vitest';
import { offsetAt, transitions } from './offsets.ts';

const hour = 3_600_000;

/** The offset of a local time that Intl shows, which is asked for in other words. */
function shown(zone: string, at: number): number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
}

// West and east of Greenwich, there itself, by half and quarter hours, once with seconds, by summer time.
const zones = ['America/New_York', 'Europe/London', 'UTC', 'Asia/Kathmandu', 'Asia/Ho_Chi_Minh', 'Africa/Monrovia', 'Pacific/Apia'];

test.each(zones)('offsets of %s are those that clocks there showed', (zone) => {
  for (let at = Date.UTC(1850, 0, 1); at < Date.UTC(2100, 0, 1); at += 198_765_432_109) expect(offsetAt(zone, at)).toBe(shown(zone, at));
});

test.each(zones)('a change in %s is between the times before and after it', (zone) => {
  for (const { at, offset } of transitions(zone, Date.UTC(1960, 0, 1), Date.UTC(2030, 0, 1)).slice(0, 40)) {
    expect(shown(zone, at)).toBe(offset);
    expect(shown(zone, at - 1000)).not.toBe(offset);
  }
});

test('offsets have seconds where clocks followed the sun', () => {
  expect(offsetAt('Asia/Ho_Chi_Minh', Date.UTC(1890, 0, 1))).toBe(7 * hour + 6 * 60_000 + 30_000);
  expect(offsetAt('America/New_York', Date.UTC(1850, 0, 1))).toBe(-(4 * hour + 56 * 60_000 + 2_000));
  expect(offsetAt('UTC', 0)).toBe(0);
});
