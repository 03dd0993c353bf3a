import { expect, test } from 'vitest';
import { formatLocalDay, parseLocal } from '../data/query/calendar.ts';
import { lunarDay, tetOf, yearOfNearestTet } from './lunar.ts';

// As they were held, or stand in printed calendars.
const tet = `
  1990-01-27 1991-02-15 1992-02-04 1993-01-23 1994-02-10 1995-01-31 1996-02-19 1997-02-07 1998-01-28 1999-02-16
  2000-02-05 2001-01-24 2002-02-12 2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-17 2008-02-07 2009-01-26
  2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05
  2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13
  2030-02-02 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04 2039-01-24
  2040-02-12 2041-02-01 2042-01-22 2043-02-10 2044-01-30 2045-02-17 2046-02-06 2047-01-26 2048-02-14 2049-02-02
  2050-01-23`;

test.each(tet.trim().split(/\s+/))('Tết falls on %s', (date) => {
  expect(formatLocalDay(tetOf(Number(date.slice(0, 4))))).toBe(date);
});

test('where Hà Nội and Beijing disagree, Hà Nội holds', () => {
  // Beijing: 30 January 1968, 20 February 1985, 18 February 2007, 3 February 2030.
  expect([1968, 1985, 2007, 2030].map((year) => formatLocalDay(tetOf(year)))).toEqual([
    '1968-01-29',
    '1985-01-21',
    '2007-02-17',
    '2030-02-02',
  ]);
});

test('the tenth of the third month, after a leap second month too', () => {
  const days = [2023, 2024, 2025, 2026, 2027, 2028, 2029, 2030, 2031].map((year) => formatLocalDay(lunarDay(year, 3, 10)));
  expect(days).toEqual([
    '2023-04-29',
    '2024-04-18',
    '2025-04-07',
    '2026-04-26',
    '2027-04-16',
    '2028-04-04',
    '2029-04-23',
    '2030-04-12',
    '2031-04-01',
  ]);
});

test('the nearest Tết is the coming one from August on', () => {
  const year = (text: string) => yearOfNearestTet(parseLocal(text));
  expect(['2026-01-01', '2026-02-17', '2026-07-31', '2026-09-01', '2026-12-31', '2027-01-01'].map(year)).toEqual([
    2026, 2026, 2026, 2027, 2027, 2027,
  ]);
});
