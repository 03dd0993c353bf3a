import { expect, test } from 'vitest';
import type { Result, Trust } from '../query.ts';
import {
  asOfText,
  badgeOf,
  boundariesText,
  coverageText,
  dueText,
  freshnessWord,
  isWithheld,
  missingText,
  overallText,
  ruleOf,
  sampleText,
  squareOf,
  squaresOf,
  statusWord,
} from './trust.ts';

const now = Date.parse('2026-11-20T14:32:07+07:00');
const unknown = { grade: 'unknown' } as const;
const trust = (given: Partial<Trust> = {}): Trust => ({
  asOf: '2026-11-20T14:31:40+07:00',
  receivedAt: '2026-11-20T14:31:41+07:00',
  freshness: 'on-time',
  status: 'operational',
  quality: { correct: unknown, complete: unknown, clean: unknown, live: unknown },
  source: { owner: 'Trung tâm điều hành', system: 'Phản ánh hiện trường' },
  ...given,
});

test('the rule says freshness', () => {
  const rule = (freshness: Trust['freshness']) => ruleOf({ state: 'ready', trust: trust({ freshness }) });
  expect((['on-time', 'due', 'late', 'unknown', 'live'] as const).map(rule)).toEqual(['solid', 'dashes', 'hatch', 'dots', 'double']);
});

test('the rule is dotted while nothing is known, and while the newest could not be had', () => {
  expect(ruleOf({ state: 'loading' })).toBe('dots');
  expect(ruleOf({ state: 'error', trust: trust() })).toBe('dots');
  expect(ruleOf({ state: 'offline', trust: trust({ freshness: 'live' }) })).toBe('dots');
  expect(ruleOf({ state: 'loading', trust: trust({ freshness: 'late' }) })).toBe('hatch');
  expect(ruleOf({ state: 'empty', trust: trust() })).toBe('solid');
});

test('a square is full from 0.9, half from 0.5, and never full without a grade', () => {
  expect([1, 0.9, 0.899, 0.5, 0.499, 0].map((value) => squareOf({ grade: 'good', value }))).toEqual([
    'full',
    'full',
    'half',
    'half',
    'empty',
    'empty',
  ]);
  expect(squareOf({ grade: 'good' })).toBe('dotted');
});

test('squares come in the order đúng, đủ, sạch, sống with their words', () => {
  const quality = { ...trust().quality, complete: { grade: 'fair', value: 0.66, why: '61/94 cơ sở' } as const };
  expect(squaresOf(trust({ quality })).map(({ text }) => text)).toEqual([
    'đúng: chưa đánh giá',
    'đủ: một phần (61/94 cơ sở)',
    'sạch: chưa đánh giá',
    'sống: chưa đánh giá',
  ]);
  expect(squaresOf(undefined).map(({ square }) => square)).toEqual(['dotted', 'dotted', 'dotted', 'dotted']);
});

test('status and freshness are words of the reader', () => {
  expect((['estimate', 'preliminary', 'official', 'revised', 'operational'] as const).map((status) => statusWord(status))).toEqual([
    'ước tính',
    'sơ bộ',
    'chính thức',
    'điều chỉnh',
    'vận hành',
  ]);
  expect(freshnessWord('late', 'en')).toBe('late');
});

test('as-of and due are as short as now allows', () => {
  expect(asOfText(trust(), now)).toBe('14:31:40');
  expect(asOfText(trust({ asOf: '2026-11-17' }), now)).toBe('17/11');
  expect(asOfText({}, now)).toBe('–');
  expect(dueText(trust({ dueAt: '2026-11-18T17:00:00+07:00' }), now)).toBe('hạn 18/11');
  expect(dueText(trust({ dueAt: '2026-11-20T17:00:00+07:00' }), now)).toBe('hạn 17:00');
  expect(dueText(trust(), now)).toBeUndefined();
});

test('a badge stands only where something is not normal', () => {
  expect(badgeOf({ state: 'ready', trust: trust() }, now)).toBeUndefined();
  expect(badgeOf({ state: 'ready', trust: trust({ freshness: 'late', dueAt: '2026-11-18T14:00:00+07:00' }) }, now)).toEqual({
    kind: 'late',
    text: 'trễ 2 ngày',
  });
  expect(badgeOf({ state: 'ready', trust: trust({ freshness: 'late' }) }, now)?.text).toBe('trễ');
  expect(badgeOf({ state: 'ready', trust: trust({ freshness: 'frozen', asOf: '2026-11-20T11:22:07+07:00' }) }, now)?.text).toBe(
    'đứng 3 giờ 10',
  );
  expect(badgeOf({ state: 'error', trust: trust() }, now)).toEqual({ kind: 'lost', text: 'mất nguồn' });
});

test('illustrative rows are named exactly where they are counted', () => {
  expect(sampleText(trust({ n: 10, sample: 10 }))).toBe('số liệu minh hoạ');
  expect(sampleText(trust({ n: 10, sample: 3 }))).toBe('có số liệu minh hoạ');
  expect(sampleText(trust({ n: 10 }))).toBeUndefined();
  expect(sampleText(trust({ n: 10, sample: 0 }))).toBeUndefined();
});

test('former boundaries are named exactly where figures stand by them', () => {
  const by = (boundaries: Trust['boundaries'], locale?: string) => boundariesText(trust(boundaries && { boundaries }), locale);
  expect(by({ basis: 'as-reported', version: '2025-03-01', former: 2 })).toBe('theo địa giới cũ');
  expect(by({ basis: 'current', version: '2025-07-01', former: 2 })).toBe('một phần theo địa giới cũ');
  expect(by({ basis: 'current', version: '2025-07-01', former: 2 }, 'en')).toBe('partly by former boundaries');
  expect(by({ basis: 'current', version: '2025-07-01' })).toBeUndefined();
  expect(by({ basis: 'as-reported', version: '2025-07-01' })).toBeUndefined();
  expect(by(undefined)).toBeUndefined();
});

test('an overall number stands only where all four are known', () => {
  const known = { correct: { grade: 'good' }, complete: { grade: 'good' }, clean: { grade: 'good' }, live: { grade: 'good' } } as const;
  expect(overallText({ quality: { ...known, overall: 92.9913 } })).toBe('điểm chung 93,0 (hạng A)');
  expect(overallText({ quality: { ...known, overall: 49.9 } }, 'en')).toBe('overall 49.9 (grade D)');
  expect(overallText({ quality: known })).toBeUndefined();
});

test('coverage is cut, names who is missing, and withholds only what has no value', () => {
  const coverage = { reported: 123, expected: 124, missing: ['Mũi Né'] };
  expect(coverageText({ coverage })?.replaceAll('\u202f', ' ')).toBe('99 % · thiếu 1 nơi gửi');
  expect(missingText({ coverage })).toBe('thiếu: Mũi Né');
  expect(coverageText({ coverage: { reported: 0, expected: 0 } })).toBeUndefined();
  const result = (...rows: (number | null)[][]) => ({ rows }) as unknown as Result;
  const trust = { coverage } as unknown as Trust;
  expect([[[null]], [[1]], [[null], [null]], []].map((rows) => isWithheld({ trust, result: result(...rows) }))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
