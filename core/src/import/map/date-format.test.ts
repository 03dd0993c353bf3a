import { describe, expect, it } from 'vitest';
import { dateFormat } from './date-format.ts';

const iso = (format: string, text: string, zone?: string) => {
  const ms = dateFormat(format)?.instant(text, zone);
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

describe('formats of dates', () => {
  it('reads local times in their zone', () => {
    expect(iso('dd/MM/yyyy HH:mm', '21/11/2026 14:32', 'Asia/Ho_Chi_Minh')).toBe('2026-11-21T07:32:00.000Z');
    expect(iso('d/M/yyyy H:mm:ss', '1/7/2011 1:32:33', 'America/New_York')).toBe('2011-07-01T05:32:33.000Z');
    expect(iso('MM/dd/yyyy hh:mm:ss a', '07/01/2011 12:05:00 AM', 'America/New_York')).toBe('2011-07-01T04:05:00.000Z');
    expect(iso('MM/dd/yyyy hh:mm a', '07/01/2011 12:05 pm', 'America/New_York')).toBe('2011-07-01T16:05:00.000Z');
    expect(iso('yyyy-MM-dd', '2016-01-02', 'Europe/Zurich')).toBe('2016-01-01T23:00:00.000Z');
  });

  it('takes the offset that the text has', () => {
    expect(iso("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2026-11-21T14:32:07.250+07:00')).toBe('2026-11-21T07:32:07.250Z');
    expect(iso('yyyy-MM-dd HH:mm XXX', '2026-11-21 14:32 -0530', 'Asia/Ho_Chi_Minh')).toBe('2026-11-21T20:02:00.000Z');
  });

  it('refuses impossible dates and times, and text of another form', () => {
    for (const text of [
      '31/02/2024 10:00',
      '29/02/2023 10:00',
      '01/13/2024 10:00',
      '01/01/2024 24:00',
      '01/01/2024 10:60',
      '1/1/2024 10:00',
      '01/01/2024',
      '01-01-2024 10:00',
      ' 01/01/2024 10:00',
    ]) {
      expect(iso('dd/MM/yyyy HH:mm', text, 'Asia/Ho_Chi_Minh'), text).toBeUndefined();
    }
    expect(iso('MM/dd/yyyy hh:mm a', '07/01/2011 13:05 PM', 'America/New_York')).toBeUndefined();
    expect(iso('yyyy-MM-dd HH:mm', '2024-01-01 10:00')).toBeUndefined();
  });

  it('reads days', () => {
    expect(dateFormat('dd/MM/yyyy')?.day('29/02/2024')).toBe('2024-02-29');
    expect(dateFormat('dd/MM/yyyy')?.day('29/02/2023')).toBeUndefined();
    expect(dateFormat("'ngày' d 'tháng' M 'năm' yyyy")?.day('ngày 5 tháng 7 năm 2025')).toBe('2025-07-05');
    expect(dateFormat('yyyy.MM.dd')?.day('2024x01x01')).toBeUndefined();
  });

  it('is no format when it has no day, the same part twice, half a clock or other letters', () => {
    for (const format of [
      'HH:mm',
      'yyyy-MM',
      'dd/MM/yyyy dd',
      'yyyy-MM-dd hh:mm',
      'yyyy-MM-dd HH:mm a',
      'dd MMM yyyy',
      'YYYY-MM-dd',
      'lon-lat',
    ])
      expect(dateFormat(format), format).toBeUndefined();
  });
});
