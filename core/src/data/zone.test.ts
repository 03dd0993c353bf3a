import { describe, expect, it } from 'vitest';
import { formatInstant, isDate, isZone, offsetAt, parseInstant, toUtc, transitions, zone } from './zone.ts';

const hour = 3_600_000;
const utc = (text: string) => Date.parse(`${text}Z`);

describe('time zones', () => {
  it('know the history of Vietnamese time', () => {
    const hours = [
      '1920-01-01',
      '1943-01-15',
      '1945-04-01',
      '1945-10-01',
      '1947-06-01',
      '1956-01-01',
      '1965-01-01',
      '1975-07-01',
      '2026-11-21',
    ].map((day) => offsetAt(zone, utc(`${day}T00:00:00`)) / hour);
    expect(hours).toEqual([7, 8, 9, 7, 8, 7, 8, 7, 7]);
  });

  it('find the instant of a change to the second', () => {
    const found = transitions(zone, utc('1942-01-01T00:00:00'), utc('1946-01-01T00:00:00'));
    expect(found.map(({ at, offset }) => [new Date(at).toISOString(), offset / hour])).toEqual([
      ['1942-12-31T16:00:00.000Z', 8],
      ['1945-03-14T15:00:00.000Z', 9],
      ['1945-09-01T15:00:00.000Z', 7],
    ]);
    expect(transitions(zone, utc('1976-01-01T00:00:00'), utc('2030-01-01T00:00:00'))).toEqual([]);
    const [change] = found;
    expect(change && [offsetAt(zone, change.at - 1), offsetAt(zone, change.at)]).toEqual([7 * hour, 8 * hour]);
  });

  it('leave out a change at the start of the span and include one at its end', () => {
    const at = utc('1945-03-14T15:00:00');
    expect(transitions(zone, at, at + 1)).toEqual([]);
    expect(transitions(zone, at - 1, at)).toEqual([{ at, offset: 9 * hour }]);
  });

  it('turn local time of New York in 2011 into instants, in summer and in winter', () => {
    const inNewYork = (local: string) => new Date(toUtc('America/New_York', utc(local))).toISOString();
    expect(inNewYork('2011-07-01T01:32:33')).toBe('2011-07-01T05:32:33.000Z');
    expect(inNewYork('2011-11-06T00:59:59')).toBe('2011-11-06T04:59:59.000Z');
    expect(inNewYork('2011-11-06T01:30:00')).toBe('2011-11-06T05:30:00.000Z');
    expect(inNewYork('2011-11-06T02:00:00')).toBe('2011-11-06T07:00:00.000Z');
    expect(inNewYork('2011-03-13T01:59:59')).toBe('2011-03-13T06:59:59.000Z');
    expect(inNewYork('2011-03-13T02:30:00')).toBe('2011-03-13T07:30:00.000Z');
    expect(inNewYork('2011-03-13T03:00:00')).toBe('2011-03-13T07:00:00.000Z');
  });

  it('agree with Intl over two centuries', () => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    for (let at = utc('1900-01-01T00:00:00'); at < utc('2100-01-01T00:00:00'); at += 9_876_543_210) {
      expect(new Date(at + offsetAt(zone, at)).toISOString().slice(0, 19).replace('T', ' ')).toBe(format.format(at));
    }
  });

  it('answer 100,000 times well within a second', () => {
    const start = performance.now();
    let sum = 0;
    for (let index = 0; index < 100_000; index++) sum += toUtc('America/New_York', 1_309_000_000_000 + index * 97_531);
    expect(sum).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('tell a zone from a word', () => {
    expect(isZone('America/New_York')).toBe(true);
    expect(isZone('Boston')).toBe(false);
  });
});

describe('instants', () => {
  it('are written with the offset of Vietnam, with milliseconds only when there are some', () => {
    expect(formatInstant(utc('2026-11-21T07:32:07'))).toBe('2026-11-21T14:32:07+07:00');
    expect(formatInstant(utc('2026-12-31T17:00:00.050'))).toBe('2027-01-01T00:00:00.050+07:00');
    expect(formatInstant(utc('1945-04-01T00:00:00'))).toBe('1945-04-01T09:00:00+09:00');
    expect(formatInstant(utc('1900-01-01T00:00:00'))).toBe('1900-01-01T00:00:00Z');
  });

  it('read what they wrote, over two centuries', () => {
    for (let at = utc('1890-01-01T00:00:00'); at < utc('2100-01-01T00:00:00'); at += 9_876_543_217)
      expect(parseInstant(formatInstant(at))).toBe(at);
  });

  it('read offsets, and local times where a zone is given', () => {
    expect(parseInstant('2026-11-21T14:32:07.5+07:00')).toBe(utc('2026-11-21T07:32:07.500'));
    expect(parseInstant('2026-11-21T02:32:07-05:00')).toBe(utc('2026-11-21T07:32:07'));
    expect(parseInstant('2026-11-21T14:32Z')).toBe(utc('2026-11-21T14:32:00'));
    expect(parseInstant('2011-07-01 01:32:33', 'America/New_York')).toBe(utc('2011-07-01T05:32:33'));
    expect(parseInstant('2011-07-01 01:32:33')).toBeUndefined();
  });

  it('refuse impossible ones', () => {
    const wrong = [
      '2026-02-29T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-00-10T00:00:00Z',
      '2026-11-31T00:00:00Z',
      '2026-11-21T24:00:00Z',
      '2026-11-21T23:60:00Z',
      '2026-11-21T23:59:60Z',
      '2026-11-21T00:00:00+24:00',
      '2026-11-21',
      '0000-01-01T00:00:00Z',
      '21/11/2026',
      '',
    ];
    expect(wrong.filter((text) => parseInstant(text) !== undefined)).toEqual([]);
    expect(parseInstant('2024-02-29T00:00:00Z')).toBe(utc('2024-02-29T00:00:00'));
  });

  it('tell days of the calendar from others', () => {
    expect(['2024-02-29', '2000-02-29', '1999-12-31', '0001-01-01'].filter((text) => !isDate(text))).toEqual([]);
    expect(
      ['2023-02-29', '1900-02-29', '2024-04-31', '2024-1-01', '2024-01-00', '24-01-01', '2024/01/01', '2024-01-0x', '0000-01-01'].filter(
        isDate,
      ),
    ).toEqual([]);
  });
});
